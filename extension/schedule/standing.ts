import type { Trigger } from '../../pipeline/pipeline.ts';
import { wordsOf } from '../../pipeline/trigger-words.ts';
import type { PicturedPipeline, PicturedTrigger } from '../../runner/schedule-folder/schedule-picture.ts';

/** How the triggers of a pipeline stand. */
export interface Standing {
  /** `waiting`: they are switched on, and the scheduler is not there yet. */
  readonly kind: 'off' | 'waiting' | 'armed' | 'paused' | 'fault';
  /** Why what the file says does not count. */
  readonly fault?: string;
  readonly triggers: readonly TriggerStanding[];
}

export type TriggerStanding = Pick<PicturedTrigger, 'kind' | 'words' | 'next'>;

/** How the triggers of a pipeline stand, from what its file says, what a scheduler that lives says of it, and whether the user has them on here; nothing when there are none. */
export function standingOf(
  triggers: readonly Trigger[],
  pictured: PicturedPipeline | undefined,
  isOn: boolean,
): Standing | undefined {
  const said = triggers.map(trigger => ({ kind: trigger.kind, words: wordsOf(trigger) }));
  if (!pictured || pictured.off) {
    return said.length === 0 ? undefined : { kind: isOn ? 'waiting' : 'off', triggers: said };
  }
  const { fault, paused, triggers: armed } = pictured;
  if (fault !== undefined) return { kind: 'fault', fault, triggers: armed.length > 0 ? armed : said };
  if (paused) return { kind: 'paused', triggers: said };
  if (armed.length === 0 && said.length === 0) return undefined;
  return { kind: armed.length > 0 ? 'armed' : 'waiting', triggers: armed.length > 0 ? armed : said };
}

/** The soonest next start by the time alone. */
export function soonest({ triggers }: Standing): number | undefined {
  const times = triggers.flatMap(({ next }) => next ?? []);
  return times.length === 0 ? undefined : Math.min(...times);
}
