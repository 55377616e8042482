import type { Clock } from '../clock.ts';
import type { ProcessEntry } from './process-table.ts';
import { sendSignal } from './send-signal.ts';

/** What is to be ended. */
export interface Target {
  /** Those that live, looked up anew each time. */
  readonly living: () => Promise<readonly ProcessEntry[]>;
  /** Whether nothing can appear any more once nobody lives; without it, nobody is enough. */
  readonly isOver?: () => boolean;
  /** Called, perhaps more than once, when the grace is over. */
  readonly killAll?: () => void;
}

/** Ends processes: politely first, hard when their grace is over. `hurry` may shorten the grace. */
export interface Termination {
  /** Resolves when nothing is left, or when what is left cannot be killed (it waits in the kernel, it is another user's). */
  readonly done: Promise<void>;
  hurry(graceMs: number): void;
  /** Something has ended: it is worth a look. */
  lookNow(): void;
}

/**
 * Sends SIGTERM once to each process that `target` names, and SIGKILL to what still lives `graceMs` after the beginning;
 * it looks again in growing steps until nobody is left. One that appears later is asked only when nobody of the others
 * has started it: it may be what cleans up.
 */
export function terminate(target: Target, graceMs: number, clock: Clock): Termination {
  const { living, isOver = () => true, killAll = () => {} } = target;
  let deadline = clock.elapsed() + graceMs;
  let wake = () => {};
  const asked = new Set<number>();
  const fresh: number[] = [];

  const look = async (): Promise<void> => {
    let pause = shortestPause;
    for (;;) {
      const left = await living();
      if (left.length === 0 && isOver()) return;
      const now = clock.elapsed();
      if (now > deadline + unkillableAfterMs) return;
      if (now >= deadline) killAll();
      const pids = new Set(left.map(({ pid }) => pid));
      for (const { pid, parent } of left) {
        if (now >= deadline) sendSignal(pid, 'SIGKILL');
        else if (!asked.has(pid) && (asked.size === 0 || !pids.has(parent))) fresh.push(pid);
      }
      for (const pid of fresh.splice(0)) {
        asked.add(pid);
        sendSignal(pid, 'SIGTERM');
      }
      if (now >= deadline) pause = Math.min(pause, shortestPause * 2);
      const wait = now < deadline ? Math.min(pause, deadline - now) : pause;
      await new Promise<void>(resolve => {
        const cancel = clock.after(wait, resolve);
        wake = () => {
          cancel();
          resolve();
        };
      });
      pause = Math.min(pause * 2, longestPause);
    }
  };

  return {
    done: look(),
    hurry(grace) {
      deadline = Math.min(deadline, clock.elapsed() + grace);
      wake();
    },
    lookNow: () => wake(),
  };
}

const shortestPause = 5;
const longestPause = 100;
const unkillableAfterMs = 5000;
