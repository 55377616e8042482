import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Owner } from '../event.ts';
import { scheduleFolder } from '../layout.ts';
import { makeStateFolder } from '../run-directory/state-folder.ts';

/** What a window of an editor wants to be started by itself, as long as its process lives. */
export interface WindowWish {
  readonly owner: Owner;
  readonly files: readonly SwitchedOn[];
}

/** A pipeline whose triggers were switched on in an editor. */
export interface SwitchedOn {
  /** From the folder that holds `.dagwright`. */
  readonly file: string;
  /** When that was: what was missed before is not made up for. */
  readonly since: number;
}

/** Where the windows say it to the scheduler whose folder this is. */
export function wishFolder(folder: string): string {
  return join(folder, 'windows');
}

/** Says what the window `owner` wants of the pipelines of a folder that holds `.dagwright`, instead of what it said before. Throws when that cannot be written. */
export function sayWish(root: string, wish: WindowWish): void {
  makeStateFolder(root);
  const folder = wishFolder(scheduleFolder(root));
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const draft = join(folder, `.${wish.owner.pid}`);
  writeFileSync(draft, `${JSON.stringify(wish)}\n`, { mode: 0o600 });
  renameSync(draft, wishFile(folder, wish.owner));
}

/** What all windows said to the scheduler whose folder this is; of some of them the process may be gone. */
export function readWishes(folder: string): readonly WindowWish[] {
  const wishes = wishFolder(folder);
  return namesIn(wishes)
    .filter(name => !name.startsWith('.') && name.endsWith('.json'))
    .flatMap(name => wishIn(join(wishes, name)));
}

/** Forgets what a window said that is gone. */
export function forgetWish(folder: string, owner: Owner): void {
  rmSync(wishFile(wishFolder(folder), owner), { force: true });
}

/** Containers that share a folder have processes of the same number. */
function wishFile(wishes: string, { host, pid }: Owner): string {
  return join(wishes, `${host.replace(/[^\w.-]/g, '_')}-${pid}.json`);
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function wishIn(path: string): readonly WindowWish[] {
  try {
    // A window writes it, and whole.
    const wish: WindowWish = JSON.parse(readFileSync(path, 'utf8'));
    return Array.isArray(wish.files) && typeof wish.owner?.pid === 'number' ? [wish] : [];
  } catch {
    return [];
  }
}
