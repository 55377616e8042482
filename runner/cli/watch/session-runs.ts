import { rmSync } from 'node:fs';
import { runFolder } from '../../layout.ts';

/** How many runs of one session are kept. */
const kept = 10;

/** The runs of one session of watching: it keeps the newest and forgets the rest, so that edits do not fill the disk. */
export class SessionRuns {
  readonly #runs: { readonly root: string; readonly id: string }[] = [];

  /** Keeps a run that is over. */
  keep(root: string, id: string): void {
    if (this.#runs.at(-1)?.id !== id) this.#runs.push({ root, id });
    while (this.#runs.length > kept) {
      const oldest = this.#runs.shift();
      if (oldest) rmSync(runFolder(oldest.root, oldest.id), { recursive: true, force: true });
    }
  }
}
