import { formatDuration } from '../../../../pipeline/duration.ts';
import { statusLooks } from '../status-look.ts';
import { type Bar, barsOf, timeWords } from './bars.ts';
import type { RunTimes } from './run-times.ts';
import type { TimeScale } from './time-scale.ts';

/** Makes the row of a task: its name, and behind it the track with its bars. */
export function timeRow(task: string): HTMLElement {
  const row = element('div', 'row');
  row.setAttribute('role', 'option');
  row.dataset.task = task;
  const name = element('span', 'name');
  name.textContent = task;
  row.append(name, element('span', 'track'));
  return row;
}

/** Brings a row up to the time `now`. */
export function fillRow(row: HTMLElement, times: RunTimes, scale: TimeScale, now: number): void {
  const task = row.dataset.task ?? '';
  const told = times.of(task);
  const track = row.lastElementChild;
  const name = row.firstElementChild;
  if (!told || !track || !(name instanceof HTMLElement)) return;
  const words = timeWords(told, statusLooks[told.status].words, now);
  row.className = `row status-${told.status}${times.isCritical(task) ? ' critical' : ''}`;
  row.setAttribute('aria-label', times.isCritical(task) ? `${words}, on the critical path` : words);
  name.title = words;
  name.style.paddingLeft = `${10 + 12 * told.depth}px`;
  track.replaceChildren(...shadows(task, times, scale), ...barsOf(told, now).map(bar => drawn(bar, times, scale)));
}

/** What the past tells, behind what happens. */
function shadows(task: string, times: RunTimes, scale: TimeScale): readonly HTMLElement[] {
  const before = times.before(task);
  const expected = times.expected(task);
  return [
    ...(before ? [span('before', before[1], before[2], 'the run before', scale)] : []),
    ...(expected ? [span('expected', expected[1], expected[2], 'expected', scale)] : []),
  ];
}

function drawn(bar: Bar, { startedAt }: RunTimes, scale: TimeScale): HTMLElement {
  return span(bar.kind, bar.from - startedAt, bar.to - startedAt, bar.words, scale);
}

function span(kind: string, from: number, to: number, words: string, scale: TimeScale): HTMLElement {
  const part = element('span', `bar ${kind}`);
  part.style.left = `${scale.x(from).toFixed(1)}px`;
  if (kind !== 'cached') part.style.width = `${scale.x(to - from).toFixed(1)}px`;
  part.title = kind === 'cached' ? words : `${words} ${formatDuration(to - from)}`;
  return part;
}

function element(name: string, className: string): HTMLElement {
  const made = document.createElement(name);
  made.className = className;
  return made;
}
