import type { Analysis } from '../../pipeline/analyse.ts';
import type { CursorPlace } from '../cursor/cursor-place.ts';
import { descriptionOf, downstreamOf, nameOf, needsOf } from '../task-facts.ts';
import type { Completion } from './completion.ts';
import { isSpelledWithin, mostShown, typedAt } from './fitting.ts';

/**
 * The tasks that the task at a place may still need: not itself, none that it needs already, none that waits for it. Of
 * very many those that fit what is typed, and one more than are shown.
 */
export function taskCompletions(analysis: Analysis, place: CursorPlace): readonly Completion[] {
  const own = String(place.path[1] ?? '');
  const excluded = new Set([own, ...place.siblings, ...downstreamOf(analysis, own)]);
  const found: Completion[] = [];
  const { size } = analysis.syntax.tasksByName;
  const typed = size > mostShown ? typedAt(analysis.text, place.word.start, place.cursor ?? place.word.end) : '';
  for (const [name, task] of analysis.syntax.tasksByName) {
    if (excluded.has(name) || !isSpelledWithin(typed, name)) continue;
    if (found.length > mostShown) break;
    const doc = descriptionOf(task);
    found.push({
      label: name,
      kind: 'task',
      ...needsDetail(needsOf(task)),
      ...(doc === undefined ? {} : { doc }),
      range: place.word,
      insert: quotedIfNeeded(nameOf(task)),
    });
  }
  return found;
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
