import { closeSync, existsSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Json, Output, OutputType } from '../pipeline/pipeline.ts';
import { outputsFile } from './layout.ts';
import { excerpt, largestOutput, parseOutputs, typedValue } from './outputs-text.ts';
import { systemText } from './system-text.ts';

/** The outputs of a task by name, or a sentence that names the first one that is missing or not as declared. */
export type CollectedOutputs = { readonly outputs: Readonly<Record<string, Json>> } | { readonly error: string };

/**
 * Collects what the attempt with the path `attempt` gave of the `declared` outputs. A declared file must be there; its value is its
 * absolute path. `base` is what paths are relative to. Values that are not declared are left alone.
 */
export function collectOutputs(
  declared: Readonly<Record<string, Output>>,
  attempt: string,
  base: string,
): CollectedOutputs {
  const outputs: Record<string, Json> = {};
  let written: ReadonlyMap<string, string> | undefined;
  for (const [name, output] of Object.entries(declared)) {
    if ('path' in output) {
      const path = resolve(base, output.path);
      if (!existsSync(path)) return { error: `Its output \`${name}\` is missing: there is no file ${output.path}.` };
      outputs[name] = path;
      continue;
    }
    if (!written) {
      const read = readOutputs(outputsFile(attempt));
      if ('error' in read) return read;
      written = read.values;
    }
    const value = declaredValue(name, output.type, written.get(name));
    if ('error' in value) return value;
    outputs[name] = value.value;
  }
  return { outputs };
}

type Value = { readonly value: Json } | { readonly error: string };

function declaredValue(name: string, type: OutputType, text: string | undefined): Value {
  if (text === undefined) {
    return { error: `Its output \`${name}\` is missing: write ${name}=… to the file that $PIPELINE_OUTPUT names.` };
  }
  if (Buffer.byteLength(text) > largestValue) {
    return { error: `Its output \`${name}\` is larger than 1 MiB: write it to a file and declare its path.` };
  }
  const value = typedValue(text, type);
  if (value !== undefined && isDeeperThan(value, deepestValue)) {
    return {
      error: `Its output \`${name}\` is nested more than ${deepestValue} levels deep: write it to a file and declare its path.`,
    };
  }
  if (value !== undefined) return { value };
  if (type === 'integer' && /^[+-]?\d+$/.test(text.trim())) {
    return {
      error: `Its output \`${name}\` is a whole number with too many digits to be kept exactly: ${excerpt(text)}. Declare it as a string.`,
    };
  }
  return { error: `Its output \`${name}\` is not ${kinds[type]}: ${excerpt(text)}` };
}

/** What is nested too deep can be read, but not be written again. */
function isDeeperThan(value: Json, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  return Object.values(value).some(inner => isDeeperThan(inner, levels - 1));
}

function readOutputs(file: string): ReturnType<typeof parseOutputs> {
  try {
    const found = statSync(file);
    // Reading a pipe or a device would not end.
    if (!found.isFile()) return { error: 'Its outputs cannot be read: $PIPELINE_OUTPUT is no longer a file.' };
    if (found.size > largestFile) return { error: tooLarge(file) };
    return parseOutputs(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { values: new Map() };
    return { error: `Its outputs cannot be read: ${systemText(error)}.` };
  }
}

/** The one to blame begins among the first of them, or they are too many. */
function tooLarge(file: string): string {
  const name = largestOutput(readStart(file, largestFile));
  const which = name === '' ? '' : `, \`${name}\` most of all`;
  return `Its outputs are larger than 16 MiB together${which}: write large ones to files and declare their paths.`;
}

function readStart(path: string, length: number): string {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.allocUnsafe(length);
    return bytes.toString('latin1', 0, readSync(file, bytes, 0, length, 0));
  } finally {
    closeSync(file);
  }
}

const largestValue = 2 ** 20;
const deepestValue = 100;
const largestFile = 16 * 2 ** 20;

const kinds: Readonly<Record<OutputType, string>> = {
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  json: 'JSON',
};
