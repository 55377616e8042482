import { relative } from 'node:path';
import { oneLine } from '../one-line.ts';
import type { Paint } from '../paint.ts';
import { clockTime } from '../time-text.ts';

/** Tells a person what `dagwright watch` does and what woke it. */
export class WatchTeller {
  readonly #write: (text: string) => void;
  readonly #paint: Paint;

  constructor(write: (text: string) => void, paint: Paint) {
    this.#write = write;
    this.#paint = paint;
  }

  waits(places: number, file: string): void {
    this.#line(
      this.#paint('dim', `Watching ${relative('', file)} and ${places - 1} files and folders. Ctrl-C ends it.`),
    );
  }

  runs(woke: readonly string[], tasks: readonly string[]): void {
    this.#line(`\n${this.#paint('bold', `${clockTime(Date.now())} ${filesText(woke)} changed`)}: ${listOf(tasks)}`);
  }

  nothing(woke: readonly string[]): void {
    this.#line(`${filesText(woke)} changed: nothing to run.`);
  }

  same(paths: readonly string[]): void {
    this.#line(`${filesText(paths)} ${paths.length === 1 ? 'holds' : 'hold'} the same: nothing to run.`);
  }

  doubts(paths: readonly string[]): void {
    const [changes, is] =
      paths.length === 1 ? ['changes', 'it is taken for one'] : ['change', 'they are taken for ones'];
    this.#line(
      `${filesText(paths)} ${changes} in run after run: ${is} that the runs write. An edit while nothing runs counts.`,
    );
  }

  cancels(path: string): void {
    this.#line(`\n${filesText([path])} changed: the run is cancelled and begins again.`);
  }

  refused(message: string): void {
    this.#line(`\n${this.#paint(['red', 'bold'], 'error:')} ${message}`);
  }

  #line(text: string): void {
    this.#write(`${text}\n`);
  }
}

function filesText(paths: readonly string[]): string {
  return listOf(paths.map(path => relative('', path) || path));
}

const shown = 4;

function listOf(names: readonly string[]): string {
  const more = names.length - shown;
  return oneLine(names.slice(0, shown).join(', ')) + (more > 0 ? ` and ${more} more` : '');
}
