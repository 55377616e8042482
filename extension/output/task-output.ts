import { t } from '@vscode/l10n';
import { formatDuration } from '../../pipeline/duration.ts';
import { attemptPath, outputLog } from '../../runner/layout.ts';
import { outcomeText, statusText } from '../../runner/run-directory/wording.ts';
import { isEnd, type RunState, type TaskState } from '../../runner/run-state.ts';
import type { RunStore } from '../run-store/run-store.ts';
import { tailOutput } from './output-tail.ts';
import { formatBytes, remark, TerminalText } from './terminal-text.ts';

/** A task of a run. */
export interface TaskOfRun {
  readonly folder: string;
  readonly task: string;
}

/**
 * Yields what a terminal shows of a task: its output from attempt `first` on while it is written, each attempt with a
 * line before that names it and a line after that tells how it ended. Ends with the task, or on `signal`.
 */
export async function* taskOutput(
  store: RunStore,
  { folder, task }: TaskOfRun,
  first: number,
  signal: AbortSignal,
): AsyncGenerator<string, void> {
  for (let attempt = first; !signal.aborted; attempt++) {
    const begun = await untilTask(
      store,
      folder,
      task,
      state => state.attempts.length >= attempt || isEnd(state.status),
      signal,
    );
    if (!begun?.task.attempts[attempt - 1]) {
      yield remark(
        begun
          ? t`${task} has written nothing: ${statusText(begun.task.status)}.`
          : t`The run of ${task} cannot be read any more.`,
      );
      return;
    }
    yield remark(t`${begun.run.started.name} · ${task} · attempt ${attempt} · run ${begun.run.started.runId}`);
    yield* attemptOutput(store, { folder, task }, attempt, signal);
    const ended = store.state(folder)?.tasks.get(task);
    if (!ended || signal.aborted) return;
    yield* endLine(ended, attempt);
    if (ended.attempts.length === attempt && (isEnd(ended.status) || store.state(folder)?.status !== 'running')) return;
  }
}

async function* attemptOutput(
  store: RunStore,
  { folder, task }: TaskOfRun,
  attempt: number,
  signal: AbortSignal,
): AsyncGenerator<string, void> {
  const ended = new AbortController();
  const path = outputLog(attemptPath(folder, task, attempt));
  const stopWaiting = new AbortController();
  untilTask(
    store,
    folder,
    task,
    state => state.attempts[attempt - 1]?.endedAt !== undefined,
    AbortSignal.any([signal, stopWaiting.signal]),
  ).then(() => ended.abort());
  const text = new TerminalText();
  for await (const part of tailOutput(path, ended.signal, signal)) {
    if (part.kind === 'bytes') yield text.push(part.bytes);
    else yield `${text.end()}${remark(t`${formatBytes(part.bytes)} left out here. All of it: ${path}`)}`;
  }
  stopWaiting.abort();
  yield text.end();
}

function* endLine(task: TaskState, attempt: number): Generator<string, void> {
  const { outcome, startedAt, endedAt } = task.attempts[attempt - 1] ?? {};
  const took = startedAt === undefined || endedAt === undefined ? '' : ` in ${formatDuration(endedAt - startedAt)}`;
  const fresh = '\r\n';
  if (!outcome) yield `${fresh}${remark(t`interrupted: the runner died`, 'yellow')}`;
  else if (outcome.kind === 'success') yield `${fresh}${remark(`success${took}`, 'green')}`;
  else
    yield `${fresh}${remark(`${outcome.kind === 'cancelled' ? t`cancelled` : t`failed (${outcomeText(outcome)})`}${took}`, 'red')}`;
  if (task.retryAt !== undefined && task.attempts.length === attempt)
    yield remark(t`waits for attempt ${attempt + 1}`, 'yellow');
}

/** Waits until the task stands as asked, or its run goes on no more; `undefined` when that cannot be known or on `signal`. */
async function untilTask(
  store: RunStore,
  folder: string,
  task: string,
  holds: (state: TaskState) => boolean,
  signal: AbortSignal,
): Promise<{ readonly run: RunState; readonly task: TaskState } | undefined> {
  await store.load(folder);
  return new Promise(resolve => {
    const check = () => {
      const run = store.state(folder);
      const state = run?.tasks.get(task);
      if (run && state && run.status === 'running' && !holds(state) && !signal.aborted) return;
      listening[Symbol.dispose]();
      signal.removeEventListener('abort', check);
      resolve(run && state && !signal.aborted ? { run, task: state } : undefined);
    };
    const listening = store.onDidChange(check);
    signal.addEventListener('abort', check);
    check();
  });
}
