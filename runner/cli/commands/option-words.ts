import { InvalidArgumentError, Option } from 'commander';
import { systemText } from '../../system-text.ts';
import { Refusal } from '../refusal.ts';

/** How a run is named wherever one is. */
export const runArgument = "the run's id, a part of it that only one run has, or last";

/** The option `-C`, which `enter` follows. */
export function directory(): Option {
  return new Option('-C, --directory <folder>', 'look for runs from this folder, not from the current one');
}

/** Goes to the folder that `-C` says, if it says one; a `Refusal` when that cannot be. */
export function enter(folder: unknown): void {
  if (typeof folder !== 'string') return;
  try {
    process.chdir(folder);
  } catch (error) {
    throw new Refusal(`The folder ${folder} cannot be entered: ${systemText(error)}.`);
  }
}

/** The option `--format`; the first is what is printed without it. */
export function format(first: string, ...others: string[]): Option {
  return new Option('--format <format>', 'how it is printed').choices([first, ...others]).default(first);
}

/** The examples below a command's help: what stands behind `dagwright`. */
export function examples(...lines: string[]): string {
  return `\nExamples:\n${lines.map(line => `  dagwright ${line}\n`).join('')}`.trimEnd();
}

/** Gathers the values of an option that may be given more than once. */
export function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

/** Reads a whole number from 1 on. */
export function positiveInteger(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1 on.');
  return Number(text);
}
