import type { Analysis } from '../../pipeline/analyse.ts';
import { splitTemplate } from '../../pipeline/expressions/template.ts';
import type { TaskSyntax } from '../../pipeline/syntax.ts';
import type { TextRange } from '../../pipeline/text-range.ts';
import { type Chain, chainsIn } from '../expression/chain.ts';
import { entryIn, entryOf, nameOf, placed } from '../task-facts.ts';
import type { Name, Occurrence } from './name.ts';

/** Where the expressions of a task refer to names. */
export function namesInExpressions(analysis: Analysis, task: TaskSyntax): readonly Occurrence[] {
  return task.block.expressions.flatMap(({ range, text }) => {
    const { start, end } = placed(task, range);
    return analysis.text.slice(start, end) === text ? namesIn(text, start, task) : [];
  });
}

/** Where the expressions in a stretch of the text outside the tasks refer to names. */
export function namesInText({ text }: Analysis, { start, end }: TextRange): readonly Occurrence[] {
  const part = text.slice(start, end);
  if (!part.includes('${{')) return [];
  return splitTemplate(part).flatMap(piece =>
    piece.kind === 'expression' ? namesIn(piece.text, start + piece.start, undefined) : [],
  );
}

function namesIn(text: string, start: number, task: TaskSyntax | undefined): readonly Occurrence[] {
  return chainsIn(text).chains.flatMap(chain => named(chain, start, task));
}

function named({ links, isCall }: Chain, start: number, task: TaskSyntax | undefined): readonly Occurrence[] {
  const [context, first, property, last] = links;
  if (isCall || context === undefined || first === undefined) return [];
  const use = (link: TextRange, name: Name): Occurrence => {
    return { name, range: { start: start + link.start, end: start + link.end }, isDefinition: false };
  };
  switch (context.name) {
    case 'params':
      return [use(first, { kind: 'param', text: first.name })];
    case 'env':
      return [use(first, envName(first.name, task))];
    case 'matrix':
      return [use(first, { kind: 'axis', text: first.name, task: task ? nameOf(task) : '' })];
    case 'tasks': {
      const target = use(first, { kind: 'task', text: first.name });
      if (property?.name !== 'outputs' || last === undefined) return [target];
      return [target, use(last, { kind: 'output', text: last.name, task: first.name })];
    }
    default:
      return [];
  }
}

/** A variable is the task's own where the task sets it, else the file's. */
function envName(text: string, task: TaskSyntax | undefined): Name {
  const isOwn = task !== undefined && entryIn(entryOf(task, 'env')?.value, text) !== undefined;
  return isOwn ? { kind: 'env', text, task: nameOf(task) } : { kind: 'env', text };
}
