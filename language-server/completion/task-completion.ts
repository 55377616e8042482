import type { Analysis } from '../../pipeline/analyse.ts';
import type { TaskSyntax } from '../../pipeline/syntax.ts';
import type { CursorPlace } from '../cursor/cursor-place.ts';
import { descriptionOf, downstreamOf, nameOf, needsOf } from '../task-facts.ts';
import type { Completion } from './completion.ts';
import { isSpelledWithin, mostShown, typedAt } from './fitting.ts';

/**
 * The tasks that the task at a place may need: not itself, none that it needs already. Those that wait for it come last, and
 * say that they would close a cycle: the other need may be the one that is about to go. Of very many those that fit what is
 * typed, and one more than are shown.
 */
export function taskCompletions(analysis: Analysis, place: CursorPlace): readonly Completion[] {
  const own = String(place.path[1] ?? '');
  const excluded = new Set([own, ...place.siblings]);
  const below = downstreamOf(analysis, own);
  const found: Completion[] = [];
  const closing: Completion[] = [];
  const { size } = analysis.syntax.tasksByName;
  const typed = size > mostShown ? typedAt(analysis.text, place.word.start, place.cursor ?? place.word.end) : '';
  for (const [name, task] of analysis.syntax.tasksByName) {
    if (excluded.has(name) || !isSpelledWithin(typed, name)) continue;
    if (found.length > mostShown) break;
    const isClosing = below.has(name);
    if (isClosing && closing.length > mostShown) continue;
    (isClosing ? closing : found).push(completionOf(name, task, place, isClosing));
  }
  return [...found, ...closing];
}

function completionOf(name: string, task: TaskSyntax, place: CursorPlace, isClosing: boolean): Completion {
  const doc = descriptionOf(task);
  return {
    label: name,
    kind: 'task',
    ...(isClosing ? { detail: 'would close a cycle' } : needsDetail(needsOf(task))),
    ...(doc === undefined ? {} : { doc }),
    range: place.word,
    insert: quotedIfNeeded(nameOf(task)),
  };
}

function needsDetail(needs: readonly string[]): { detail?: string } {
  if (needs.length === 0) return {};
  const shown = needs.slice(0, 3).join(', ');
  return { detail: needs.length > 3 ? `needs ${shown}, …` : `needs ${shown}` };
}

/** A name that YAML would read as something else than a text stands in quotes. */
function quotedIfNeeded(name: string): string {
  const isPlain = /^[A-Za-z_][\w-]*$/.test(name) && !/^(?:true|false|null|yes|no|on|off)$/i.test(name);
  return isPlain ? name : JSON.stringify(name);
}
