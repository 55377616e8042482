import { linkSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Clock } from '../clock.ts';
import type { Owner } from '../event.ts';
import { ownerFile } from '../layout.ts';
import { isOwnerGone } from '../run-directory/owner.ts';

/** Who carries a run out from now on: the one who claimed it, or somebody else who does already, or may. */
export type Claim = { readonly kind: 'mine' } | { readonly kind: 'taken'; readonly owner: Owner };

/**
 * Makes `me` the owner of the run in the folder `run`, when its last owner is known to be gone. Each owner has a file with
 * the next number, which only one can make; none is ever deleted, so that of two that come at the same moment one hears of
 * the other. Who dies right after it stands in nobody's way. Throws when the folder cannot be read or written.
 *
 * @param mayTake whether the run may be taken from this owner
 */
export async function claimRun(
  run: string,
  me: Owner,
  clock: Clock,
  mayTake: (owner: Owner) => boolean = isOwnerGone,
): Promise<Claim> {
  for (;;) {
    const newest = newestNumber(run);
    const owner = newest === 0 ? undefined : await readOwner(ownerFile(run, newest), clock);
    if (owner && !mayTake(owner)) return { kind: 'taken', owner };
    if (claimNumber(run, newest + 1, me)) return { kind: 'mine' };
  }
}

/** Makes `me` the owner number `number` of a run; false when somebody else is. */
export function claimNumber(run: string, number: number, me: Owner): boolean {
  const file = ownerFile(run, number);
  const text = `${JSON.stringify(me)}\n`;
  const draft = `${file}.${me.pid}`;
  try {
    writeFileSync(draft, text, { mode: 0o600 });
    // A link appears with all that is in it, or not at all.
    return succeeds(() => linkSync(draft, file)) ?? succeeds(() => writeFileSync(file, text, { flag: 'wx' })) ?? false;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** `false`: somebody was first; `undefined`: a file system without links. */
function succeeds(make: () => void): boolean | undefined {
  try {
    make();
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'EEXIST') return false;
    if (noLinks.has(code)) return undefined;
    throw error;
  }
}

const noLinks = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EINVAL']);

function newestNumber(run: string): number {
  const numbers = readdirSync(run).map(name => Number(/^owner\.(\d+)$/.exec(name)?.[1] ?? 0));
  return Math.max(0, ...numbers);
}

/** Without links a file is there before it is written: its maker gets a moment, then it counts as one that died over it. */
async function readOwner(file: string, clock: Clock): Promise<Owner | undefined> {
  for (let look = 0; look < 20; look++) {
    const owner = asOwner(readFileSync(file, 'utf8'));
    if (owner) return owner;
    await new Promise<void>(resolve => {
      clock.after(50, resolve);
    });
  }
  return undefined;
}

function asOwner(text: string): Owner | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('host' in value) || !('pid' in value)) return undefined;
    const { host, pid } = value;
    if (typeof host !== 'string' || typeof pid !== 'number') return undefined;
    const start = 'pidStart' in value && typeof value.pidStart === 'string' ? { pidStart: value.pidStart } : {};
    return { host, pid, ...start };
  } catch {
    return undefined;
  }
}
