import { createReadStream, existsSync } from 'node:fs';
import { isGroup } from '../../../pipeline/pipeline.ts';
import { attemptPath, outputLog } from '../../layout.ts';
import { followOutput } from '../../run-directory/follow-output.ts';
import { reasonText, statusText } from '../../run-directory/wording.ts';
import { isEnd, type TaskState } from '../../run-state.ts';
import { Refusal } from '../refusal.ts';
import { shellWord } from '../shell-word.ts';
import { type FoundRun, findRun, findTask } from './find-run.ts';
import { orRefusal } from './or-refusal.ts';

/** `dagwright logs`: prints what a task wrote, byte for byte; answers the exit code. */
export async function logs(
  typed: string,
  taskName: string,
  options: { readonly follow?: boolean; readonly attempt?: number },
): Promise<number> {
  const run = await findRun(typed);
  const task = findTask(run, taskName);
  const isGoingOn = run.state.status === 'running' && !isEnd(task.status);
  const reading =
    options.follow && isGoingOn && !isGroup(task.definition)
      ? follow(run, task, options.attempt)
      : print(logOf(run, task, options.attempt ?? Math.max(1, task.attempts.length)));
  await orRefusal(`The log of ${task.name}`, reading);
  return 0;
}

async function follow(run: FoundRun, task: TaskState, attempt: number | undefined): Promise<void> {
  let current = attempt ?? 1;
  for await (const piece of followOutput(run.folder, task.name, attempt, new AbortController().signal)) {
    if (piece.attempt !== current) process.stderr.write(`-- attempt ${piece.attempt} --\n`);
    current = piece.attempt;
    await written(piece.bytes);
  }
}

async function print(log: string): Promise<void> {
  for await (const bytes of createReadStream(log, { highWaterMark: 1 << 20 })) await written(bytes);
}

function logOf(run: FoundRun, task: TaskState, attempt: number): string {
  if (task.attempts.length === 0) {
    throw new Refusal(`${task.name} has no output: ${whyNone(run, task).replace(/\.$/, '')}.`, 1);
  }
  if (attempt > task.attempts.length) {
    throw new Refusal(`${task.name} has no attempt ${attempt}: it had ${task.attempts.length}.`, 1);
  }
  const log = outputLog(attemptPath(run.folder, task.name, attempt));
  if (!existsSync(log)) throw new Refusal(`The log of ${task.name} is gone: ${log}`, 1);
  return log;
}

function whyNone({ state }: FoundRun, task: TaskState): string {
  const members = [...state.tasks.values()].filter(({ definition }) => definition.group === task.name);
  if (members.length > 0) return `it stands for ${membersText(members)}`;
  if (state.status === 'interrupted') return 'the run was interrupted before it started';
  if (!isEnd(task.status)) {
    return isGroup(task.definition) ? 'it has no members yet' : 'it has not started yet (--follow waits for it)';
  }
  if (task.source) {
    const from = task.source.kind === 'cache' ? 'it came from the cache' : 'it was taken over';
    return `${from}, and ran in ${task.source.run} (dagwright logs ${task.source.run} ${shellWord(task.name)})`;
  }
  return task.reason ? `${statusText(task.status)}, ${reasonText(task.reason)}` : statusText(task.status);
}

function membersText(members: readonly TaskState[]): string {
  const names = members.slice(0, 3).map(({ name }) => name);
  return `${names.join(', ')}${members.length > 3 ? ` and ${members.length - 3} more` : ''}`;
}

/** Waits for a slow reader, so that a large log needs no memory. */
async function written(bytes: Uint8Array): Promise<void> {
  if (!process.stdout.write(bytes)) await new Promise<void>(resolve => process.stdout.once('drain', resolve));
}
