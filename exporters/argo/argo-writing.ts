import { toText } from '../../pipeline/expression.ts';
import type { Task } from '../../pipeline/pipeline.ts';
import type { ExpressionWriter } from '../expressions/expression-writer.ts';
import type { Losses } from '../losses.ts';
import type { RunIndex } from '../run-index.ts';
import { argoTag } from './argo-dialect.ts';

/** What writing a workflow needs to know. */
export interface ArgoWriting {
  readonly index: RunIndex;
  readonly id: (task: Task) => string;
  readonly matrixOf: (task: Task) => Task['matrix'];
  readonly writer: ExpressionWriter;
  readonly losses: Losses;
  /** The names of the Secret and of the ConfigMap with the sizes of the pools. */
  readonly secret: string;
  readonly pools: string;
  /** What each template is given: its parameters and their values, as they turn out. */
  readonly given: Map<string, ReadonlyMap<string, string>>;
}

/** A text as it stands in a template: what is known only in the run becomes a parameter of it. */
export function filled(
  text: string,
  key: string,
  task: Task,
  inputs: Map<string, string>,
  { writer, losses }: ArgoWriting,
): string {
  const parts = writer.parts(text, task);
  if ('fault' in parts) {
    losses.refused(task.name, key, parts.fault);
    return '';
  }
  const literal = parts.map(part => (typeof part === 'string' ? part : toText(part.constant ?? ' '))).join('');
  if (literal.includes('{{')) losses.refused(task.name, key, 'Argo would read {{ as its own: write it otherwise.');
  return parts
    .map(part => {
      const tag = typeof part === 'string' ? part : argoTag(part);
      if (tag === undefined)
        losses.refused(
          task.name,
          key,
          'Argo puts names of values into a text, and works nothing out there: let a task, or a script, do that.',
        );
      if (typeof part === 'string' || tag === undefined || !tag.startsWith('{{') || tag.startsWith('{{workflow.'))
        return tag ?? '';
      const name = parameterName(tag);
      inputs.set(name, tag);
      return `{{inputs.parameters.${name}}}`;
    })
    .join('');
}

/** `{{tasks.load.outputs.parameters.rows}}` is `load-rows`. */
function parameterName(tag: string): string {
  return tag
    .slice(2, -2)
    .replace('tasks.', '')
    .replace('.outputs.parameters.', '-')
    .replace(/[^\w-]+/g, '-');
}

/** The folder of the file that a task is written in, in the volume. */
export function folderOf(task: Task, { index }: Pick<ArgoWriting, 'index'>): string {
  const user = task.scope === undefined ? undefined : index.get(task.scope);
  const folder = index.source.folderInRepository(user?.action.kind === 'pipeline' ? user.action.file : undefined);
  return folder === '' ? '/workspace' : `/workspace/${folder}`;
}
