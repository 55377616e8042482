import { t } from '@vscode/l10n';
import { formatDuration } from '../../../../pipeline/duration.ts';
import type { TaskTimes } from '../../messages.ts';
import { statusLooks } from '../status-look.ts';
import { type Bar, barsOf, timeWords } from './bars.ts';
import type { RunTimes } from './run-times.ts';
import type { TimeScale } from './time-scale.ts';

/** Makes the row of a task: its name, and behind it the track with its bars. */
export function timeRow(task: string): HTMLElement {
  const row = element('div', 'row');
  row.setAttribute('role', 'option');
  row.dataset.task = task;
  row.append(element('span', 'name'), element('span', 'track'));
  return row;
}

/** Brings a row up to the time `now`. */
export function fillRow(row: HTMLElement, times: RunTimes, scale: TimeScale, now: number): void {
  const task = row.dataset.task ?? '';
  const told = times.of(task);
  const track = row.lastElementChild;
  const name = row.firstElementChild;
  if (!told || !track || !(name instanceof HTMLElement)) return;
  const words = wordsOf(told, times, now);
  row.className = `row status-${told.status}${times.isCritical(task) ? ' critical' : ''}`;
  row.setAttribute('aria-label', words);
  name.textContent = told.label;
  name.title = words;
  name.style.paddingLeft = `${10 + 12 * told.depth}px`;
  const bars = barsOf(told, now).filter(bar => isWorthDrawing(bar, task, times, now));
  place(track, [...shadows(task, times), ...bars.map(bar => since(bar, times))], scale);
}

/** The whole row in words, for a reader who does not see it. */
function wordsOf(told: TaskTimes, times: RunTimes, now: number): string {
  const { task, status } = told;
  const words = times.isNext ? task : timeWords(told, statusLooks[status].words, now);
  const [, from, to] = times.expected(task) ?? [task, 0, 0];
  const begins = formatDuration(from);
  return [
    words,
    ...(to > from ? [`${expectedWords(task, times)} ${formatDuration(to - from)}`, t`from ${begins} on`] : []),
    ...(times.isCritical(task) ? [t`on the critical path`] : []),
  ].join(', ');
}

function expectedWords(task: string, times: RunTimes): string {
  return times.isGuessed(task) ? t`guessed` : t`expected`;
}

/** The slack of a critical task is no more than the time between two processes, and so is a very short one. */
function isWorthDrawing({ kind, from, to }: Bar, task: string, times: RunTimes, now: number): boolean {
  return kind !== 'slack' || (!times.isCritical(task) && to - from >= times.runMs(now) / 100);
}

/** A bar in milliseconds from the start of the run. */
interface Placed {
  readonly kind: string;
  readonly from: number;
  readonly to: number;
  readonly words: string;
}

/** What the past tells, behind what happens. */
function shadows(task: string, times: RunTimes): readonly Placed[] {
  const told = [
    ['before', t`the run before`, times.before(task)],
    [times.isGuessed(task) ? 'expected guessed' : 'expected', expectedWords(task, times), times.expected(task)],
  ] as const;
  return told.flatMap(([kind, words, span]) => (span ? [{ kind, words, from: span[1], to: span[2] }] : []));
}

function since(bar: Bar, { startedAt }: RunTimes): Placed {
  return { ...bar, from: bar.from - startedAt, to: bar.to - startedAt };
}

/** What is there already is moved, so that whoever points at it still does. */
function place(track: Element, bars: readonly Placed[], scale: TimeScale): void {
  while (track.childElementCount > bars.length) track.lastElementChild?.remove();
  for (const [index, { kind, from, to, words }] of bars.entries()) {
    let part = track.children[index] as HTMLElement | undefined;
    if (!part) {
      part = element('span', '');
      track.append(part);
    }
    part.className = `bar ${kind}`;
    part.style.left = `${scale.x(from).toFixed(1)}px`;
    part.style.width = kind === 'cached' ? '' : `${scale.x(to - from).toFixed(1)}px`;
    part.title = kind === 'cached' ? words : `${words} ${formatDuration(to - from)}`;
  }
}

function element(name: string, className: string): HTMLElement {
  const made = document.createElement(name);
  made.className = className;
  return made;
}
