import { matrixOf } from '../building/build-matrix.ts';
import type { Graph, GraphNode } from '../graph.ts';
import { entryOf, scalarOf } from '../reading/fields.ts';
import type { PipelineSyntax, ValueSyntax } from '../syntax.ts';
import type { LookInside } from '../uses/graph-inside.ts';
import { instanceLabels } from './instance-labels.ts';
import { instanceCount, matrixCombinations } from './matrix-combinations.ts';

/** A graph with some instances, and the tasks whose instances are known, shown or not. */
export interface InstancesShown {
  readonly graph: Graph;
  readonly fannedOut: ReadonlySet<string>;
}

/** What is known beside the graph itself. */
export interface InstancesKnown {
  readonly syntax: PipelineSyntax;
  readonly inside: LookInside | undefined;
  /** Of which tasks the instances are to be shown. */
  readonly isOpen: (task: string) => boolean;
  /** The names of the instances that a task has in a run: those of `foreach` are known nowhere else. */
  readonly seen: (task: string) => readonly string[];
}

/** More than so many nodes nobody reads: instances beyond them are not shown. */
const mostNodes = 2000;

/** The graph in which the instances of some tasks stand behind their task, `within` it, at its place in the text. */
export function withInstances(graph: Graph, known: InstancesKnown): InstancesShown {
  const nodes: GraphNode[] = [];
  const fannedOut = new Set<string>();
  for (const node of graph.nodes) {
    nodes.push(node);
    if (node.kind !== 'task') continue;
    const names = namesOf(node.name, bodyOf(node.name, known.syntax, known.inside), known);
    if (!names) continue;
    fannedOut.add(node.name);
    if (nodes.length > mostNodes || !known.isOpen(node.name)) continue;
    for (const name of names()) nodes.push(instanceNode(name, node));
  }
  return { graph: { nodes, edges: graph.edges }, fannedOut };
}

function instanceNode(name: string, { name: within, range }: GraphNode): GraphNode {
  return { name, kind: 'task', range, label: name.slice(within.length + 1, -1), within };
}

/** `undefined` for a task that is run once, or as often as nobody knows yet. */
function namesOf(
  task: string,
  body: ValueSyntax | undefined,
  { seen }: InstancesKnown,
): (() => readonly string[]) | undefined {
  if (entryOf(body, 'foreach')) {
    const names = seen(task);
    return names.length > 0 ? () => names : undefined;
  }
  const matrix = matrixOf(entryOf(body, 'matrix')?.value);
  const count = matrix ? instanceCount(matrix) : 0;
  if (!matrix || count === 0 || count > mostNodes) return undefined;
  return () => {
    const marks = matrixCombinations(matrix).map(({ values, names }) =>
      names.map(name => [name, values[name] ?? ''] as const),
    );
    return instanceLabels(marks).map(label => `${task}[${label}]`);
  };
}

/** What is written for a task of the text, or for `ingest/load` of a pipeline that it uses. */
function bodyOf(
  name: string,
  { tasksByName }: PipelineSyntax,
  inside: LookInside | undefined,
): ValueSyntax | undefined {
  const own = tasksByName.get(name);
  if (own || !inside) return own?.block.body;
  for (let at = name.indexOf('/'); at !== -1; at = name.indexOf('/', at + 1)) {
    const file = scalarOf(tasksByName.get(name.slice(0, at))?.block.body, 'uses')?.text;
    const inner = file === undefined ? undefined : inside(file);
    if (inner) return bodyOf(name.slice(at + 1), inner.syntax, inner.inside);
  }
  return undefined;
}
