import type { Analysis } from '../../pipeline/analyse.ts';
import type { CursorPlace } from '../cursor/cursor-place.ts';
import { paramMember } from '../expression/members.ts';
import { entriesOf, topEntry } from '../task-facts.ts';
import type { Completion } from './completion.ts';

/** The params of the pipeline that a task uses, for its `with`; those that stand there already are left out. */
export function usedParams(used: Analysis, place: CursorPlace): readonly Completion[] {
  return entriesOf(topEntry(used, 'params')?.value)
    .map(paramMember)
    .filter(({ name }) => !place.siblings.includes(name))
    .map(({ name, detail, doc }) => ({
      label: name,
      kind: 'param',
      ...(detail === undefined ? {} : { detail }),
      doc,
      range: place.word,
      insert: place.hasColon ? name : `${name}: `,
    }));
}
