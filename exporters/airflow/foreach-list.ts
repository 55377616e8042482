import { parseExpression } from '../../pipeline/expressions/parse.ts';
import { namesOfChain } from '../../pipeline/expressions/references.ts';
import { bareExpression } from '../../pipeline/expressions/template.ts';
import type { Task } from '../../pipeline/pipeline.ts';
import { type Meaning, meaningOf } from '../expressions/meaning.ts';
import type { RunIndex } from '../run-index.ts';
import type { TaskWriting } from './airflow-task.ts';

/** The output that a `foreach` goes through, when it is one output of one task. */
export interface ListOutput {
  readonly from: Task;
  readonly name: string;
}

/** What a mapped task is expanded over: Airflow knows that before it renders anything, so it must be one output of a task. */
export function listOutput(task: Task, { index, losses }: TaskWriting): ListOutput | undefined {
  const meaning = listMeaning(task.foreach?.list ?? '', task, index);
  if (meaning?.kind === 'output' && meaning.steps.length === 0 && !meaning.from.foreach) return meaning;
  losses.refused(
    task.name,
    'foreach',
    'Airflow expands a task over one output of one task: let a task put the list together.',
  );
  return undefined;
}

function listMeaning(text: string, task: Task, index: RunIndex): Meaning | undefined {
  const parsed = parseExpression(bareExpression(text).text);
  const names = parsed.ok ? namesOfChain(parsed.tree) : undefined;
  const meaning = names && meaningOf(names, task, index);
  if (meaning?.kind !== 'template') return meaning;
  return listMeaning(meaning.template, meaning.viewpoint, index);
}
