import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CacheLayout } from './cache-layout.ts';
import { newName } from './new-name.ts';

/** Hashes values that must not be kept so that they can be compared in this cache, and nowhere else. Throws when its salt cannot be kept. */
export class SaltedHash {
  readonly #layout: CacheLayout;
  #salt: Buffer | undefined;

  constructor(layout: CacheLayout) {
    this.#layout = layout;
  }

  of(name: string, value: string): string {
    this.#salt ??= readSalt(this.#layout) ?? makeSalt(this.#layout);
    return createHmac('sha256', this.#salt).update(`${name}\0${value}`).digest('hex').slice(0, 32);
  }
}

const saltSize = 32;

function readSalt({ salt }: CacheLayout): Buffer | undefined {
  try {
    const bytes = readFileSync(salt);
    return bytes.length === saltSize ? bytes : undefined;
  } catch {
    return undefined;
  }
}

/** Of two runs that make it at the same time, the second takes that of the first. Where there is no cache, there is nothing to compare with. */
function makeSalt(layout: CacheLayout): Buffer {
  const made = randomBytes(saltSize);
  if (!existsSync(layout.fresh)) return made;
  const temporary = join(layout.fresh, newName());
  writeFileSync(temporary, made, { mode: 0o600, flag: 'wx' });
  try {
    linkSync(temporary, layout.salt);
    return made;
  } catch (error) {
    const others = readSalt(layout);
    if (others) return others;
    throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
}
