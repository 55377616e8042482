import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Calls back once whenever `pauseMs` have gone by since the last thing that came in; what it answers is called for each of those. */
export function atRest(callback: () => void, pauseMs: number): () => void {
  let timer: NodeJS.Timeout | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(callback, pauseMs);
    timer.unref();
  };
}

/**
 * Gives memory back to the system, when there is much more of it than after the last time: V8 lets garbage grow while
 * somebody types, and does not look again when nobody does. Where Node offers no way to, nothing happens.
 */
export function memorySaver(): () => void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('typeof gc === "function" ? gc : undefined');
  let before = 0;
  return () => {
    if (typeof collect !== 'function' || process.memoryUsage.rss() < before * muchMore) return;
    collect({ type: 'major', flavor: 'last-resort', execution: 'sync' });
    before = process.memoryUsage.rss();
  };
}

const muchMore = 1.2;

/**
 * Lets V8 look for garbage before the heap is much larger than what is in use, and leaves out its middle compiler, whose
 * work takes a tenth of our memory and saves no time here. Together with `--max-semi-space-size=2`, which must be given
 * when Node starts, it halves the memory while somebody types.
 */
export function growSlowly(): void {
  setFlagsFromString('--heap-growing-percent=30');
  setFlagsFromString('--no-maglev');
}
