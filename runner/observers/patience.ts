import { systemClock } from '../clock.ts';

/** How long the end of a run may wait for those outside, in milliseconds. */
export const patienceMs = 4000;

/** Whether `work` was done before patience ran out or `hurry` was aborted. */
export function withinPatience(work: Promise<void>, hurry: AbortSignal, limitMs = patienceMs): Promise<boolean> {
  return new Promise(resolve => {
    const answer = (isDone: boolean) => {
      cancel();
      hurry.removeEventListener('abort', giveUp);
      resolve(isDone);
    };
    const giveUp = () => answer(false);
    const cancel = systemClock.after(limitMs, giveUp);
    hurry.addEventListener('abort', giveUp);
    if (hurry.aborted) giveUp();
    work.then(
      () => answer(true),
      () => answer(false),
    );
  });
}
