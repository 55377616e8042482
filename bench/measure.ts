import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { performance } from 'node:perf_hooks';

/** A program with its arguments. */
export type Command = readonly [program: string, ...args: string[]];

/**
 * Lets `action` work in a folder of its own, which goes in the end. It is in TMPDIR: ext4 makes files many times slower
 * for some seconds where many have just been removed, so measurements want a place that nobody else uses.
 */
export async function inFolder(action: (folder: string) => void | Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'dagwright-bench-'));
  mkdirSync(join(folder, '.git'));
  try {
    await action(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Milliseconds that a program takes from its start to its end; throws when it fails. */
export function timeOf([program, ...args]: Command, cwd: string): number {
  const start = performance.now();
  const { status, stderr, error } = spawnSync(program, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  const time = performance.now() - start;
  if (status !== 0) throw new Error(`${program} failed: ${error?.message ?? String(stderr).slice(-500)}`);
  return time;
}

/** The medians of `rounds` measurements of each candidate, taken in turn, so that a busy machine is busy for all. */
export function medians<T extends string>(
  rounds: number,
  candidates: Readonly<Record<T, () => number>>,
): Record<T, number> {
  const names = Object.keys(candidates) as T[];
  const times = new Map<T, number[]>(names.map(name => [name, []]));
  for (let round = 0; round < rounds; round++) for (const name of names) times.get(name)?.push(candidates[name]());
  return Object.fromEntries(names.map(name => [name, median(times.get(name) ?? [])])) as Record<T, number>;
}

/** The middle of some numbers. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

/** Whether a program is on PATH; BENCH_PATH, folders as in PATH, is looked at first. */
export function isThere(program: string): boolean {
  const { BENCH_PATH: own } = process.env;
  if (own && !process.env.PATH?.startsWith(own)) process.env.PATH = own + delimiter + process.env.PATH;
  const { status } = spawnSync(process.platform === 'win32' ? 'where' : 'which', [program], { stdio: 'ignore' });
  return status === 0;
}

/** `12.3 ms`, `4,567 ms` */
export function ms(time: number): string {
  return `${time < 100 ? time.toFixed(1) : Math.round(time).toLocaleString('en')} ms`;
}

/** Says whether a figure keeps its bar. */
export function verdict(figure: number, bar: number, unit = ''): string {
  return `${figure.toFixed(2)}${unit} (bar ${bar}${unit}: ${figure <= bar ? 'kept' : 'MISSED'})`;
}
