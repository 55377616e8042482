import { createReadStream, readFileSync, statSync } from 'node:fs';
import { systemText } from '../system-text.ts';
import { Refusal } from './refusal.ts';

/** Ten thousand tasks of a dozen lines; beyond it the file was hardly written as a pipeline. */
const maxBytes = 8 * 1024 * 1024;

/** How a file is called in messages; `-` is the standard input. */
export function shownName(file: string): string {
  return file === '-' ? '<stdin>' : file;
}

/** A pipeline file as it lies there: its bytes, and their text without a byte order mark. */
export interface PipelineFile {
  readonly bytes: Uint8Array;
  readonly text: string;
}

/** Reads a pipeline file, or the standard input for `-`. A `Refusal` says why it cannot be read. */
export async function readPipelineFile(file: string): Promise<PipelineFile> {
  const bytes = await readBytes(file);
  if (bytes.length > maxBytes) {
    throw new Refusal(
      `${shownName(file)} is too large for a pipeline: at most ${maxBytes / 1024 / 1024} MiB are read.`,
    );
  }
  try {
    return { bytes, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    const found = utf16 ? 'it is UTF-16' : `line ${firstBadLine(bytes)} is not`;
    throw new Refusal(`${shownName(file)} is not UTF-8 text: ${found}. Save it as UTF-8.`);
  }
}

async function readBytes(file: string): Promise<Buffer> {
  try {
    const found = file === '-' ? undefined : statSync(file);
    if (found?.isDirectory()) throw new Refusal(`${file} is a folder, not a pipeline file.`);
    // At once: the first thing that Node does not do at once starts all its threads.
    if (found?.isFile() && found.size <= maxBytes) return readFileSync(file);
    const stream = file === '-' ? process.stdin : createReadStream(file, { end: maxBytes });
    const pieces: Buffer[] = [];
    let length = 0;
    for await (const piece of stream) {
      pieces.push(Buffer.from(piece));
      length += piece.length;
      if (length > maxBytes) break;
    }
    return Buffer.concat(pieces);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal(`${shownName(file)} cannot be read: ${systemText(error)}.`);
  }
}

/** Counted from 1: the longest beginning that decodes ends there. */
function firstBadLine(bytes: Buffer): number {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (decodes(bytes.subarray(0, middle))) good = middle;
    else bad = middle;
  }
  return bytes.subarray(0, good).toString('latin1').split('\n').length;
}

function decodes(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
