import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { MakeSource } from '../../../importers/import-makefile.ts';
import { makeDatabase } from '../../../importers/makefile/make-database.ts';
import { systemText } from '../../system-text.ts';
import { Refusal } from '../refusal.ts';

/**
 * What make itself knows of a Makefile. No recipe is run: with `-n` alone make would run those with `$(MAKE)` or `+`, so first it is asked
 * for a target that does nothing, and then, for the pattern rules, for all targets with a shell that does nothing.
 * But what the file computes as it is read, make does compute, and a file that it includes make does make.
 */
export function askMake(file: string): Omit<MakeSource, 'text'> {
  const path = resolve(file);
  const { database, status, complaint } = makePrints(path, ['-f', '-', nothing], `.PHONY: ${nothing}\n${nothing}: ;\n`);
  if (status !== 0) throw new Refusal(`make cannot read it: ${complaint}`);
  const shell = ['/bin/true', '/usr/bin/true'].find(candidate => existsSync(candidate));
  const targets = makeDatabase(database).rules.flatMap(({ target }) =>
    /^[\w/][\w./-]*$/.test(target) ? [target] : [],
  );
  if (shell === undefined || targets.length === 0) return { database };
  return { database, searched: makePrints(path, ['-k', `SHELL=${shell}`, ...targets], '').database };
}

const nothing = '.dagwright-nothing';

/** What make prints, how it ended, and its last complaint. */
function makePrints(
  path: string,
  more: readonly string[],
  input: string,
): { readonly database: string; readonly status: number | null; readonly complaint: string } {
  const { stdout, stderr, status, error } = spawnSync('make', ['-pn', '-f', path, ...more], {
    ...{ cwd: dirname(path), encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, timeout: 60_000, input },
    env: { ...process.env, LC_ALL: 'C' },
  });
  if (error)
    throw new Refusal(
      `A Makefile is read by make itself, which cannot be started: ${systemText(error)}. Install make.`,
    );
  return { database: stdout, status, complaint: stderr.trim().split('\n').at(-1) ?? '' };
}
