import { closeSync, fstatSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Pipeline } from '../../../pipeline/pipeline.ts';
import { pipelineMemoryFile } from '../../layout.ts';
import { type PackedObjects, packObjects, unpackObjects } from './packed-objects.ts';

/** Of which file, as what it is now, the meaning is remembered, and which program has found it out. */
export interface PipelineMemory {
  readonly root: string;
  /** Absolute path of the pipeline file. */
  readonly file: string;
  /** SHA-256 of its bytes, in hex. */
  readonly fileHash: string;
  /** What changes when the program reads the same file in another way. */
  readonly build: string;
}

/** What a pipeline file means, as it says it and as it is run. */
export interface Meaning {
  readonly said: Pipeline;
  readonly unrolled: Pipeline;
}

/** What the file was found to mean the last time, when it and the program are still the same. It is many times faster than to read the file again. */
export function rememberedMeaning(memory: PipelineMemory): Meaning | undefined {
  try {
    const text = readOwn(pipelineMemoryFile(memory.root, memory.file));
    const end = text.indexOf('\n');
    if (text.slice(0, end) !== identity(memory)) return undefined;
    const { said, unrolled }: Packed = JSON.parse(text.slice(end));
    const meant = unpack(said);
    return { said: meant, unrolled: unrolled ? unpack(unrolled) : meant };
  } catch {
    return undefined;
  }
}

/** Remembers it where runs are kept already. What cannot be written is found out again. */
export function rememberMeaning(memory: PipelineMemory, { said, unrolled }: Meaning): void {
  const file = pipelineMemoryFile(memory.root, memory.file);
  const temporary = `${file}.${process.pid}`;
  const packed: Packed = { said: pack(said), ...(unrolled !== said && { unrolled: pack(unrolled) }) };
  try {
    writeFileSync(temporary, `${identity(memory)}\n${JSON.stringify(packed)}`, { mode: 0o600, flag: 'wx' });
    renameSync(temporary, file);
  } catch {
    rmSync(temporary, { force: true });
  }
}

/** The name of a part of the program that changes with whatever it is made of; `undefined` where it is not bundled. */
export function buildOf(moduleUrl: string): string | undefined {
  const name = basename(moduleUrl);
  return /-[A-Z0-9]{8}\.[cm]?js$/.test(name) ? name : undefined;
}

interface Packed {
  readonly said: PackedPipeline;
  readonly unrolled?: PackedPipeline;
}

interface PackedPipeline {
  readonly rest: Omit<Pipeline, 'tasks'>;
  readonly tasks: PackedObjects;
}

function pack({ tasks, ...rest }: Pipeline): PackedPipeline {
  return { rest, tasks: packObjects(tasks) };
}

function unpack({ rest, tasks }: PackedPipeline): Pipeline {
  return { ...rest, tasks: unpackObjects<Pipeline['tasks'][number]>(tasks) };
}

function identity({ fileHash, build }: PipelineMemory): string {
  return `${fileHash} ${build}`;
}

/** What others could have written, a repository that came with it for one, is not believed: it says what is run. */
function readOwn(path: string): string {
  const file = openSync(path, 'r');
  try {
    const { mode, uid } = fstatSync(file);
    const isOwn = process.getuid === undefined || (uid === process.getuid() && (mode & 0o077) === 0);
    return isOwn ? readFileSync(file, 'utf8') : '';
  } finally {
    closeSync(file);
  }
}
