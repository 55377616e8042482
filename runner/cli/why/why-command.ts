import { explainTask } from '../../explain/explain-task.ts';
import { rootCause } from '../../explain/root-cause.ts';
import { attemptPath, outputLog, runFolder } from '../../layout.ts';
import { readLastLines } from '../../run-directory/output-tail.ts';
import { readRun } from '../../run-directory/read-run.ts';
import { findRoot } from '../../run-directory/root.ts';
import { listRuns } from '../../run-directory/run-list.ts';
import { outcomeText } from '../../run-directory/wording.ts';
import type { RunState, TaskState } from '../../run-state.ts';
import { causeText } from '../../select/cause.ts';
import { type Meant, taskChanges } from '../../select/task-changes.ts';
import { paintFor } from '../paint.ts';
import { type FoundRun, findRun, findTask } from '../runs/find-run.ts';
import { type SinceSuccess, whyText } from './why-text.ts';

/** `dagwright why`: tells why a task of a run came to its end as it did; answers the exit code. */
export async function why(typed: string, name: string, options: { readonly format: 'text' | 'json' }): Promise<number> {
  const run = await findRun(typed);
  const task = findTask(run, name);
  const explanation = explainTask(run.state, task);
  const culprit = rootCause(run.state, task).at(-1) ?? task;
  const output = culprit.status === 'failed' ? await lastLines(run, culprit) : [];
  const since = await sinceSuccess(run, task);
  if (options.format === 'json') {
    const { attempts, status } = task;
    const json = { run: run.id, task: task.name, status, ...explanation, attempts, lastLines: output, since };
    process.stdout.write(`${JSON.stringify(json, undefined, 2)}\n`);
  } else {
    const facts = { explanation, task, output, culprit, ...(since && { since }) };
    process.stdout.write(whyText(facts, paintFor(process.stdout, process.env), process.stdout.columns));
  }
  return 0;
}

async function lastLines({ folder }: FoundRun, task: TaskState): Promise<readonly string[]> {
  const attempt = task.attempts.length;
  if (attempt === 0) return [];
  const lines = await readLastLines(outputLog(attemptPath(folder, task.name, attempt)), shownLines);
  const { outcome } = task.attempts.at(-1) ?? {};
  // The runner has written it there too, and it is told already.
  return lines.at(-1) === (outcome && outcomeText(outcome)) ? lines.slice(0, -1) : lines;
}

const shownLines = 10;

/** Nothing for what was not run. */
async function sinceSuccess({ id, state }: FoundRun, task: TaskState): Promise<SinceSuccess | undefined> {
  if (task.attempts.length === 0) return undefined;
  const before = await successBefore(id, state.started.file, task.name);
  if (!before) return undefined;
  const change = taskChanges(lived(before), lived(state)).get(task.name);
  return { run: before.started.runId, ...(change && { change: causeText(change) }) };
}

/** What was run, with the members that came in while it did. */
function lived({ started, tasks }: RunState): Meant {
  return { ...started, pipeline: { ...started.pipeline, tasks: [...tasks.values()].map(task => task.definition) } };
}

/** The newest run of the same file before the run `id` in which the task was run and succeeded. */
async function successBefore(id: string, file: string, task: string): Promise<RunState | undefined> {
  const root = findRoot(process.cwd());
  const earlier = (await listRuns(root)).filter(run => run.kind === 'run' && run.file === file && run.id < id);
  for (const { id: other } of earlier.slice(0, runsRead)) {
    const reading = await readRun(runFolder(root, other));
    if (reading.kind !== 'run') continue;
    const found = reading.state.tasks.get(task);
    if (found?.status === 'success' && found.attempts.length > 0) return reading.state;
  }
  return undefined;
}

const runsRead = 20;
