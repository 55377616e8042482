import { statSync } from 'node:fs';
import * as vscode from 'vscode';
import { scheduleFolder } from '../../runner/layout.ts';
import {
  type PicturedPipeline,
  pictureFile,
  readPicture,
  type SchedulePicture,
} from '../../runner/schedule-folder/schedule-picture.ts';
import { nameWithinRoot, scheduleRootOf } from './schedule-root.ts';

/** How a scheduler stands, and whether it lives. */
export type LivePicture = SchedulePicture & { readonly isAlive: boolean };

const lookMs = 500;

/** How the schedulers of some folders stand, whoever started them. Dispose of it. */
export class SchedulePictures implements vscode.Disposable {
  readonly #known = new Map<string, { stamp: string; picture: LivePicture | undefined }>();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #timer: NodeJS.Timeout;
  readonly onDidChange = this.#changed.event;

  constructor() {
    this.#timer = setInterval(() => this.look(), lookMs);
    this.#timer.unref();
  }

  /** Looks at the scheduler of a folder that holds `.dagwright` from now on. */
  addRoot(root: string): void {
    if (this.#known.has(root)) return;
    this.#known.set(root, { stamp: '', picture: undefined });
    this.#lookAt(root);
  }

  of(root: string): LivePicture | undefined {
    this.addRoot(root);
    return this.#known.get(root)?.picture;
  }

  /** What a scheduler that lives says of a pipeline. */
  pipeline(file: string): PicturedPipeline | undefined {
    const root = scheduleRootOf(file);
    const picture = this.of(root);
    const name = nameWithinRoot(root, file);
    return picture?.isAlive ? picture.pipelines.find(one => one.file === name) : undefined;
  }

  /** Every scheduler that lives, by its folder. */
  *alive(): Generator<readonly [root: string, picture: LivePicture]> {
    for (const [root, { picture }] of this.#known) if (picture?.isAlive) yield [root, picture];
  }

  /** Looks now instead of within half a second: what a user asks for must not be refused for an old picture. */
  look(): void {
    const changed = [...this.#known.keys()].filter(root => this.#lookAt(root));
    if (changed.length > 0) this.#changed.fire();
  }

  dispose(): void {
    clearInterval(this.#timer);
    this.#changed.dispose();
  }

  /** Whether something is new. One that lives may have gone without a word. */
  #lookAt(root: string): boolean {
    const known = this.#known.get(root);
    const stats = statSync(pictureFile(scheduleFolder(root)), { throwIfNoEntry: false });
    const stamp = stats ? `${stats.ino} ${stats.mtimeMs} ${stats.size}` : '';
    if (!known || (known.stamp === stamp && !known.picture?.isAlive)) return false;
    const picture = stats && readPicture(root);
    const isNew = known.stamp !== stamp || known.picture?.isAlive !== picture?.isAlive;
    this.#known.set(root, { stamp, picture });
    return isNew;
  }
}
