// What a task shares with the pipeline: its arguments, the outputs of its needs, its own outputs, and files.
import { appendFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

/** The options that the task was started with, as `--name value`; throws when one of `names` is missing. */
export function readOptions(...names) {
  const { values } = parseArgs({ options: Object.fromEntries(names.map(name => [name, { type: 'string' }])) });
  for (const name of names) if (values[name] === undefined) throw new Error(`--${name} is missing`);
  return values;
}

/** What the tasks in `needs` gave: `{ task: { output: value } }`. */
export async function readInputs() {
  const file = process.env.PIPELINE_INPUTS;
  if (!file) throw new Error('PIPELINE_INPUTS is not set: run this task as a part of its pipeline');
  return JSON.parse(await readFile(file, 'utf8'));
}

/** Hands `values` on to the tasks below, a `name=value` line each. Without a pipeline it only prints them. */
export async function writeOutputs(values) {
  const lines = Object.entries(values).map(([name, value]) => `${name}=${value}\n`);
  if (process.env.PIPELINE_OUTPUT) await appendFile(process.env.PIPELINE_OUTPUT, lines.join(''));
  process.stdout.write(`\noutputs\n${lines.map(line => `  ${line}`).join('')}`);
}

/** Reads a JSON file of this example; `path` counts from the example's folder. */
export async function readJson(path) {
  return JSON.parse(await readFile(inExample(path), 'utf8'));
}

/** Writes a JSON file of this example, and the folders above it. */
export async function writeJson(path, value) {
  await writeText(path, `${JSON.stringify(value, null, 1)}\n`);
}

/** Writes a text file of this example, and the folders above it. Who reads it meanwhile gets the old one or the new one, never a half. */
export async function writeText(path, text) {
  const file = inExample(path);
  const unfinished = `${file}.${process.pid}`;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(unfinished, text);
  await rename(unfinished, file);
}

function inExample(path) {
  return join(import.meta.dirname, path);
}
