import { t } from '@vscode/l10n';
import { formatDuration } from '../../pipeline/duration.ts';
import { attemptPath, outputLog } from '../../runner/layout.ts';
import { outcomeText } from '../../runner/run-directory/wording.ts';
import { isEnd, type RunState, type TaskState } from '../../runner/run-state.ts';
import type { RunStore } from '../run-store/run-store.ts';
import { elapsedText } from '../task-lines/status-text.ts';
import { NamedLines } from './named-lines.ts';
import { tailOutput } from './output-tail.ts';
import { Pieces } from './pieces.ts';
import { formatBytes, remark, TerminalText } from './terminal-text.ts';

/** What is to be seen of a run: all of its tasks, or those that `shows` wants. */
export interface WantedOutput {
  readonly folder: string;
  readonly shows?: (task: string) => boolean;
}

/**
 * Yields what a terminal shows of a whole run: the lines of all tasks as they come, each with its task's name, and how
 * each attempt ended. Attempts that are over are told one after the other. Ends with the run, or on `signal`.
 */
export async function* mergedOutput(
  store: RunStore,
  { folder, shows = () => true }: WantedOutput,
  signal: AbortSignal,
): AsyncGenerator<string, void> {
  const first = await store.load(folder);
  if (!first) return yield remark(t`The run cannot be read any more.`);
  yield remark(t`${first.started.name} · run ${first.started.runId}`);
  const names = [...first.tasks.keys()].filter(shows);
  const width = Math.min(widest, Math.max(...names.map(name => name.length), 0));
  const places = new Map(names.map((name, index) => [name, index]));
  const bell = new Bell(signal);
  const live = new LiveAttempts(bell);
  const taken = new Map<string, number>();
  using _following = store.onDidChange(() => bell.ring());
  for (let state = store.state(folder); state && !signal.aborted; state = store.state(folder)) {
    for (const [task, attempt] of freshAttempts(state, taken, shows)) {
      const of = { folder, task, attempt, width, place: places.get(task.name) ?? 0 };
      if (isOver(state, task, attempt)) yield* attemptLines(of, AbortSignal.abort(), signal);
      else live.add(of, signal);
    }
    live.endAll(({ task, attempt }) => isOver(state, task, attempt));
    const text = live.pieces.take();
    if (text !== '') yield text;
    else if (state.status !== 'running' && live.count === 0) return yield endOf(state);
    else await bell.rung();
  }
}

/** What goes on writes into one stream of pieces. */
class LiveAttempts {
  readonly #bell: Bell;
  readonly #ended = new Map<AttemptOfRun, AbortController>();
  readonly pieces: Pieces;
  count = 0;

  constructor(bell: Bell) {
    this.#bell = bell;
    this.pieces = new Pieces(() => bell.ring());
  }

  add(attempt: AttemptOfRun, signal: AbortSignal): void {
    const over = new AbortController();
    this.#ended.set(attempt, over);
    this.count++;
    void this.#write(attemptLines(attempt, over.signal, signal));
  }

  /** Tells those that are over that no more is to come. */
  endAll(isOverNow: (attempt: AttemptOfRun) => boolean): void {
    for (const [attempt, over] of this.#ended) {
      if (!isOverNow(attempt)) continue;
      over.abort();
      this.#ended.delete(attempt);
    }
  }

  async #write(parts: AsyncIterable<string>): Promise<void> {
    try {
      for await (const text of parts) await this.pieces.write(text);
    } finally {
      this.count--;
      this.#bell.ring();
    }
  }
}

/** Longer names stand out. */
const widest = 28;

/** Rings are not lost between two waits. */
class Bell {
  #hasRung = false;
  #heard: (() => void) | undefined;

  constructor(signal: AbortSignal) {
    signal.addEventListener('abort', () => this.ring());
  }

  ring(): void {
    this.#hasRung = true;
    this.#heard?.();
  }

  async rung(): Promise<void> {
    if (!this.#hasRung) await new Promise<void>(resolve => (this.#heard = resolve));
    this.#hasRung = false;
    this.#heard = undefined;
  }
}

/** In the order in which they started. */
function freshAttempts(
  { tasks }: RunState,
  taken: Map<string, number>,
  shows: (task: string) => boolean,
): (readonly [TaskState, number])[] {
  const fresh: (readonly [TaskState, number])[] = [];
  for (const task of tasks.values()) {
    const known = taken.get(task.name) ?? 0;
    if (task.attempts.length === known || !shows(task.name)) continue;
    for (let attempt = known + 1; attempt <= task.attempts.length; attempt++) fresh.push([task, attempt]);
    taken.set(task.name, task.attempts.length);
  }
  const startedAt = ([task, attempt]: readonly [TaskState, number]) => task.attempts[attempt - 1]?.startedAt ?? 0;
  return fresh.sort((a, b) => startedAt(a) - startedAt(b));
}

function isOver(state: RunState, task: TaskState, attempt: number): boolean {
  return task.attempts[attempt - 1]?.endedAt !== undefined || isEnd(task.status) || state.status !== 'running';
}

interface AttemptOfRun {
  readonly folder: string;
  readonly task: TaskState;
  readonly attempt: number;
  readonly width: number;
  /** Of the task among those that are shown. */
  readonly place: number;
}

async function* attemptLines(
  { folder, task, attempt, width, place }: AttemptOfRun,
  ended: AbortSignal,
  signal: AbortSignal,
): AsyncGenerator<string, void> {
  const path = outputLog(attemptPath(folder, task.name, attempt));
  const [text, lines] = [new TerminalText(), new NamedLines(task.name, width, place)];
  for await (const part of tailOutput(path, ended, signal)) {
    if (part.kind === 'bytes') yield lines.push(text.push(part.bytes));
    else
      yield `${lines.end()}${remark(t`${formatBytes(part.bytes)} of ${task.name} left out here. All of it: ${path}`)}`;
  }
  if (signal.aborted) return;
  yield lines.push(text.end()) + lines.end();
  const { outcome, startedAt, endedAt } = task.attempts[attempt - 1] ?? {};
  const took = startedAt === undefined || endedAt === undefined ? '' : ` in ${formatDuration(endedAt - startedAt)}`;
  const count = task.attempts.length > 1 ? ` · ${t`attempt ${attempt}`}` : '';
  const colour = outcome?.kind === 'success' ? 'green' : outcome ? 'red' : 'yellow';
  yield remark(`${task.name}${count} · ${outcome ? outcomeText(outcome) : t`interrupted`}${took}`, colour);
}

function endOf({ status, started, endedAt }: RunState): string {
  const took = endedAt === undefined ? '' : ` in ${elapsedText(started.at, endedAt, endedAt)}`;
  return remark(`${status}${took}`, status === 'success' ? 'green' : 'red');
}
