import type { Analysis } from '../pipeline/analyse.ts';
import { formatDuration } from '../pipeline/duration.ts';
import { nextTimes } from '../pipeline/schedule.ts';
import type { TextRange } from '../pipeline/text-range.ts';
import { timeText } from './hover/cron-doc.ts';
import { entriesOf, entryIn, entryOf, nameOf, placed, scalarText, topEntry } from './task-facts.ts';

/** A few words that an editor shows behind a place, which do not stand in the text. */
export interface Hint {
  readonly at: number;
  readonly text: string;
  readonly tooltip: string;
}

/** Which hints are wanted. */
export interface HintChoice {
  readonly defaults: boolean;
  readonly nextTimes: boolean;
  readonly durations: boolean;
}

/**
 * What `defaults` brings to each task, how long it took when it last succeeded, by `durations` in milliseconds, and when
 * a schedule comes next; only within a stretch of the text.
 */
export function hintsIn(
  analysis: Analysis,
  range: TextRange,
  choice: HintChoice,
  now: Date,
  durations?: ReadonlyMap<string, number>,
): readonly Hint[] {
  return [
    ...(choice.nextTimes ? scheduleHints(analysis, now) : []),
    ...(choice.durations && durations ? durationHints(analysis, range, durations) : []),
    ...(choice.defaults ? defaultHints(analysis, range) : []),
  ].filter(({ at }) => range.start <= at && at <= range.end);
}

function scheduleHints(analysis: Analysis, now: Date): readonly Hint[] {
  const triggers = topEntry(analysis, 'triggers')?.value;
  const items = triggers?.kind === 'list' ? triggers.items : [];
  return items.flatMap((item): readonly Hint[] => {
    const cron = entryIn(item, 'cron')?.value;
    const timezone = scalarText(entryIn(item, 'timezone')?.value);
    const [next] = cron?.kind === 'scalar' ? nextTimes(cron.text, timezone, now, 1) : [];
    if (!cron || !next) return [];
    const tooltip = `The next time, in ${timezone ?? 'the time zone of this machine'}.`;
    return [{ at: cron.range.end, text: `next: ${timeText(next, timezone)}`, tooltip }];
  });
}

function durationHints(
  { syntax }: Analysis,
  range: TextRange,
  durations: ReadonlyMap<string, number>,
): readonly Hint[] {
  return syntax.tasks.flatMap((task): readonly Hint[] => {
    const { end } = placed(task, task.block.name.range);
    const duration = end < range.start || end > range.end ? undefined : durations.get(nameOf(task));
    if (duration === undefined) return [];
    return [{ at: end + 1, text: formatDuration(duration), tooltip: 'How long it took when it last succeeded.' }];
  });
}

function defaultHints(analysis: Analysis, range: TextRange): readonly Hint[] {
  const defaults = entriesOf(topEntry(analysis, 'defaults')?.value).flatMap(({ key, value }) => {
    const text = scalarText(value);
    return text === undefined ? [] : [{ key: key.text, text }];
  });
  if (defaults.length === 0) return [];
  return analysis.syntax.tasks.flatMap((task): readonly Hint[] => {
    const { end } = placed(task, task.block.name.range);
    // What a task uses has defaults of its own.
    if (end < range.start || end > range.end || entryOf(task, 'uses')) return [];
    const taken = defaults.filter(({ key }) => !entryOf(task, key));
    if (taken.length === 0) return [];
    const words = taken.map(({ key, text }) => `${key}: ${text.length > 20 ? `${text.slice(0, 19)}…` : text}`);
    return [{ at: end + 1, text: words.join(', '), tooltip: 'From "defaults" of this file.' }];
  });
}
