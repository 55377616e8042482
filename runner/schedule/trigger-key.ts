import type { Trigger } from '../../pipeline/pipeline.ts';
import { wordsOf } from '../../pipeline/trigger-words.ts';

/**
 * What a trigger is known by from one reading of its file to the next: the file, and what the trigger waits for. How it
 * deals with that (`catchup`, `overlap`, dates, `debounce`) may change without it becoming another.
 */
export function triggerKeys(file: string, triggers: readonly Trigger[]): ReadonlyMap<string, Trigger> {
  const keys = new Map<string, Trigger>();
  for (const trigger of triggers) {
    const key = `${file} ${wordsOf(trigger)}`;
    let number = 1;
    while (keys.has(number === 1 ? key : `${key} #${number}`)) number++;
    keys.set(number === 1 ? key : `${key} #${number}`, trigger);
  }
  return keys;
}
