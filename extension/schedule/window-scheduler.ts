import type * as vscode from 'vscode';
import { thisProcess } from '../../runner/run-directory/this-process.ts';
import { sayWish } from '../../runner/schedule-folder/window-wishes.ts';
import { programOf } from '../run/begin-run.ts';
import type { SchedulePictures } from './schedule-pictures.ts';
import { nameWithinRoot, scheduleRootOf } from './schedule-root.ts';
import { startScheduler } from './scheduler-process.ts';
import type { SwitchedOn } from './switched-on.ts';

/** One that was not started here may be on its way back, as when the system starts it anew. */
const othersComeBackMs = 15_000;
/** After one that ended at once. */
const retryMs = 20_000;

/** Sees to it that what is switched on here is scheduled: by the scheduler that is there, whoever started it, or by one of the windows' own. Dispose of it. */
export class WindowScheduler implements Disposable {
  readonly #context: vscode.ExtensionContext;
  readonly #on: SwitchedOn;
  readonly #pictures: SchedulePictures;
  readonly #said = new Map<string, string>();
  /** Until when a folder is left alone, because one was started just now or another may come back. */
  readonly #notBefore = new Map<string, number>();
  readonly #log: vscode.LogOutputChannel;
  readonly #timer: NodeJS.Timeout;

  constructor(
    context: vscode.ExtensionContext,
    on: SwitchedOn,
    pictures: SchedulePictures,
    log: vscode.LogOutputChannel,
  ) {
    this.#context = context;
    this.#on = on;
    this.#pictures = pictures;
    this.#log = log;
    this.#timer = setInterval(() => this.look(), 1000);
    this.#timer.unref();
    this.look();
  }

  /** Says what is wanted now, and starts a scheduler where none is. */
  look(): void {
    const wanted = new Map<string, { file: string; since: number }[]>();
    for (const root of this.#said.keys()) wanted.set(root, []);
    for (const [path, since] of this.#on.files) {
      const root = scheduleRootOf(path);
      wanted.set(root, [...(wanted.get(root) ?? []), { file: nameWithinRoot(root, path), since }]);
    }
    for (const [root, files] of wanted) {
      try {
        this.#say(root, files);
        if (files.length > 0) this.#startWhereNone(root);
      } catch (error) {
        // A folder that is gone, or may not be written, is looked at again later.
        this.#log.debug(`${root}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }

  #say(root: string, files: readonly { readonly file: string; readonly since: number }[]): void {
    const text = JSON.stringify(files);
    if (this.#said.get(root) === text) return;
    sayWish(root, { owner: thisProcess(), files });
    this.#said.set(root, text);
    this.#pictures.addRoot(root);
    this.#notBefore.delete(root);
  }

  #startWhereNone(root: string): void {
    const now = Date.now();
    const picture = this.#pictures.of(root);
    if (picture?.isAlive) {
      if (!picture.forWindows) this.#notBefore.set(root, now + othersComeBackMs);
      return;
    }
    if ((this.#notBefore.get(root) ?? 0) > now) return;
    this.#notBefore.set(root, Number.POSITIVE_INFINITY);
    this.#log.info(`Starting the scheduler of ${root}.`);
    void startScheduler(programOf(this.#context), root).then(code => {
      this.#log.info(`The scheduler of ${root} ended with exit code ${code}.`);
      // One that ended in order had nothing to do any more, or was second to another.
      this.#notBefore.set(root, Date.now() + (code === 0 ? 0 : retryMs));
    });
  }
}
