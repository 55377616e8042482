import { hash } from 'node:crypto';
import type { ParamValue, Pipeline } from '../../pipeline/pipeline.ts';
import type { FileStamp } from '../cache/file-stamp.ts';
import type { Retold } from './retold-journal.ts';

/** A run in which everything was cached: what it depended on, and what its journal told. */
export interface UnchangedRecord {
  readonly head: RecordHead;
  /** Absolute paths of files and folders, with four numbers each in `stamps`: see `stampNumbers`. */
  readonly paths: readonly string[];
  readonly stamps: Float64Array;
  readonly journal: Retold;
}

/** What is looked at before anything else. */
export interface RecordHead {
  /** The program that has made it: another one may do other things with the same file. */
  readonly build: string;
  readonly dagwrightVersion: string;
  /** Absolute path of the pipeline file. */
  readonly file: string;
  /** The values for params as they were given. */
  readonly given: readonly string[];
  /** Of the list of successes. */
  readonly successes: FileStamp;
  /** From then on the successes have to be marked as used again. */
  readonly freshUntil: number;
  readonly name: string;
  readonly fileHash: string;
  readonly params: Readonly<Record<string, ParamValue>>;
  readonly pipeline: Omit<Pipeline, 'tasks'>;
}

/** As bytes: a hash of all that follows; a line of JSON with the head and the sizes of the rest; the rest. */
export function encodeRecord({ head, paths, stamps, journal }: UnchangedRecord): Buffer {
  const { told, times, cached } = journal;
  const parts = [bytesOf(stamps), Buffer.from(paths.join('\0')), bytesOf(times), told];
  const line: Line = { version, head, sizes: parts.map(part => part.length), ...(cached !== undefined && { cached }) };
  const body = Buffer.concat([Buffer.from(`${JSON.stringify(line)}\n`), ...parts]);
  return Buffer.concat([Buffer.from(`${hash('sha256', body)}\n`), body]);
}

/** The record in these bytes; `undefined` when they are not wholly as this version has written them. */
export function decodeRecord(bytes: Buffer): UnchangedRecord | undefined {
  const body = bytes.subarray(hashLength + 1);
  if (bytes.toString('latin1', 0, hashLength) !== hash('sha256', body)) return undefined;
  const end = body.indexOf(newline);
  // By its hash it is what was written.
  const { version: written, head, sizes, cached }: Line = JSON.parse(body.toString('utf8', 0, end));
  if (written !== version) return undefined;
  let at = end + 1;
  const [stamps, paths, times, told] = sizes.map(size => {
    at += size;
    return body.subarray(at - size, at);
  });
  if (!stamps || !paths || !times || !told) return undefined;
  return {
    head,
    paths: paths.toString().split('\0'),
    stamps: new Float64Array(alone(stamps)),
    journal: { told, times: new Uint32Array(alone(times)), ...(cached !== undefined && { cached }) },
  };
}

/** A stamp as it stands in a record; of what is not there, the first is no number. */
export function stampNumbers(stamp: FileStamp | undefined): readonly [number, number, number, number] {
  return stamp ? [stamp.size, stamp.mtimeMs, stamp.ctimeMs, stamp.ino] : [Number.NaN, 0, 0, 0];
}

interface Line {
  readonly version: number;
  readonly head: RecordHead;
  readonly sizes: readonly number[];
  readonly cached?: number;
}

const version = 1;
const hashLength = 64;
const newline = 0x0a;

function bytesOf({ buffer, byteOffset, byteLength }: Float64Array | Uint32Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

/** A copy: numbers cannot be read from just any place of a buffer. */
function alone(bytes: Buffer): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
