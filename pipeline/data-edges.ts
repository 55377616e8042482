import { entriesOf, scalarOf, scalarsOf, valueUnder } from './reading/fields.ts';
import type { TaskSyntax } from './syntax.ts';

/** A pair of tasks of which `to` uses what `from` makes. */
export interface DataEdge {
  readonly from: string;
  readonly to: string;
}

/**
 * Who hands data on to whom, as far as it is written: a file among the outputs of one and the inputs of the other, or an
 * expression that reads an output. Also in a text that is broken elsewhere; linear in the words of the tasks.
 */
export function dataEdges(tasks: ReadonlyMap<string, TaskSyntax>): readonly DataEdge[] {
  const writers = new Map<string, string>();
  for (const [name, { block }] of tasks) for (const path of writtenFiles(block.body)) writers.set(path, name);
  const edges: DataEdge[] = [];
  for (const [to, { block }] of tasks) {
    const sources = new Set<string>();
    for (const { text } of scalarsOf(valueUnder(block.body, 'inputs'))) {
      const writer = writers.get(normal(text));
      if (writer !== undefined) sources.add(writer);
    }
    for (const { text } of block.expressions)
      for (const match of text.matchAll(outputReference))
        if (match[1] !== undefined && tasks.has(match[1])) sources.add(match[1]);
    sources.delete(to);
    for (const from of sources) edges.push({ from, to });
  }
  return edges;
}

const outputReference = /\btasks\.([\w-]+)\.outputs\b/g;

function writtenFiles(body: TaskSyntax['block']['body']): readonly string[] {
  return entriesOf(valueUnder(body, 'outputs')).flatMap(({ value }) => {
    const path = scalarOf(value, 'path');
    return path ? [normal(path.text)] : [];
  });
}

function normal(path: string): string {
  return path.replace(/^(\.\/)+/, '');
}
