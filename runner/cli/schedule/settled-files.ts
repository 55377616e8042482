import type { Stats } from 'node:fs';

/** Clocks of disks and machines differ by a few milliseconds. */
const slackMs = 20;

/** Files that changed and are complete, and the time of their latest change; or how long to wait before they are looked at again. */
export type Settled = { readonly files: readonly string[]; readonly upTo: number } | { readonly waitMs: number };

/** Tells when files that changed are complete: when nothing was written to any of them for a while, and their sizes stand still. */
export class SettledFiles {
  #before: ReadonlyMap<string, Stats> = new Map();

  /** Looks at files as they lie there `now`; all must have been quiet for `quietMs`. */
  look(changed: ReadonlyMap<string, Stats>, quietMs: number, now: number): Settled {
    let waitMs = 0;
    let upTo = 0;
    for (const [path, { size, mtimeMs, ctimeMs }] of changed) {
      upTo = Math.max(upTo, ctimeMs);
      const before = this.#before.get(path);
      const stands = before?.size === size && before.mtimeMs === mtimeMs && before.ctimeMs === ctimeMs;
      const quiet = now - Math.max(mtimeMs, ctimeMs);
      if (stands || quiet + slackMs >= quietMs) continue;
      // A disk whose clock is ahead tells nothing by it: then it has to stand still from one look to the next.
      waitMs = Math.max(waitMs, quiet < 0 ? quietMs : quietMs - quiet);
    }
    this.#before = waitMs > 0 ? changed : new Map();
    return waitMs > 0 ? { waitMs } : { files: [...changed.keys()].sort(), upTo };
  }
}
