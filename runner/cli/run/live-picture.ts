import { formatDuration } from '../../../pipeline/duration.ts';
import { lookedUpSince, lookedUpText } from '../../run-directory/looked-up-since.ts';
import type { RunState, TaskState } from '../../run-state.ts';
import type { Paint } from '../paint.ts';
import { paintStatus, type Symbols } from '../symbols.ts';
import { cutTo, widthOf } from '../table.ts';
import type { GroupProgress, RunProgress } from './run-progress.ts';

/** What is to be drawn of a run besides its state. */
export interface Picture {
  readonly state: RunState;
  /** The tasks that run or wait for their retry, the first to start first. */
  readonly active: readonly TaskState[];
  readonly progress: RunProgress;
  readonly now: number;
  readonly stopping: boolean;
}

/** The lines of the live area: what runs, what waits for its retry, how far it is. At most `height` lines of `width` columns. */
export function pictureLines(
  picture: Picture,
  width: number,
  height: number,
  paint: Paint,
  symbols: Symbols,
): readonly string[] {
  const active = picture.active.length > 0 ? picture.active : waitingTasks(picture);
  const room = Math.max(1, height - 1);
  const shown = active.length > room ? active.slice(0, room - 1) : active;
  const nameWidth = Math.min(Math.max(0, ...shown.map(task => widthOf(task.name))), Math.floor(width / 2));
  const rest = active.length - shown.length;
  return [
    ...shown.map(task => taskLine(task, picture, nameWidth, width, paint, symbols)),
    ...(rest > 0 ? [paint('dim', cutTo(`  ${symbols.ellipsis} and ${rest} more`, width))] : []),
    progressLine(picture, width, paint, symbols),
  ];
}

/** While nothing runs, what keeps the run waiting is worth a line, when it takes its time. */
function waitingTasks({ state, now }: Picture): readonly TaskState[] {
  return [...state.tasks.values()].filter(task => {
    const since = lookedUpSince(task, state);
    return since !== undefined && now - since >= tellAfterMs;
  });
}

const tellAfterMs = 1000;

function taskLine(
  task: TaskState,
  { now, progress, state }: Picture,
  nameWidth: number,
  width: number,
  paint: Paint,
  symbols: Symbols,
): string {
  const name = cutTo(task.name, nameWidth).padEnd(nameWidth);
  const group = progress.ofGroup(task.name);
  const facts = group
    ? groupText(task, group, now)
    : task.status === 'retrying'
      ? retryText(task, now)
      : task.status === 'pending'
        ? `${elapsedText(now - (lookedUpSince(task, state) ?? now))}  ${lookedUpText}`
        : runningText(task, now);
  const text = cutTo(facts, width - nameWidth - 4);
  return `${paintStatus(paint, task.status, symbols.status[task.status])} ${name}  ${paint('dim', text)}`;
}

function groupText(task: TaskState, { done, total, failed }: GroupProgress, now: number): string {
  const elapsed = elapsedText(now - (task.openedAt ?? now));
  return `${done}/${total}  ${elapsed}${failed > 0 ? `  ${failed} failed` : ''}`;
}

function runningText(task: TaskState, now: number): string {
  const elapsed = elapsedText(now - (task.attempts.at(-1)?.startedAt ?? now));
  return task.attempts.length > 1 ? `${elapsed}  attempt ${task.attempts.length}` : elapsed;
}

function retryText(task: TaskState, now: number): string {
  return `attempt ${task.attempts.length + 1} in ${elapsedText(Math.max(0, (task.retryAt ?? now) - now))}`;
}

/** Tenths only while they mean something to the eye: less moves on the screen. */
function elapsedText(ms: number): string {
  if (ms < 10_000) return `${(Math.max(0, ms) / 1000).toFixed(1)}s`;
  return formatDuration(Math.floor(ms / 1000) * 1000);
}

function progressLine(picture: Picture, width: number, paint: Paint, symbols: Symbols): string {
  const { state, progress, now, stopping } = picture;
  const { done, total, hasFailed } = progress;
  const elapsed = elapsedText(now - state.started.at);
  const isStopping = stopping || state.cancelRequested;
  const far = `${done}/${total}  ${elapsed}${isStopping ? '  stopping' : ''}`;
  const words = stopping ? 'stopping; Ctrl-C again stops at once' : far;
  const barWidth = Math.min(30, width - widthOf(words) - 2);
  if (barWidth < 5) return cutTo(words, width);
  const filled = total === 0 ? barWidth : Math.floor((barWidth * done) / total);
  const bar = symbols.barDone.repeat(filled);
  const left = symbols.barLeft.repeat(barWidth - filled);
  const colour = isStopping ? 'yellow' : hasFailed ? 'red' : 'green';
  return `${paint(colour, bar)}${paint('dim', left)}  ${isStopping ? paint('yellow', words) : words}`;
}
