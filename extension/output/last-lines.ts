import { open } from 'node:fs/promises';
import { stripVTControlCharacters } from 'node:util';

/** Read from the end of a file; longer lines are cut. */
const mostBytes = 16 * 1024;
const mostLetters = 200;

/** The last `count` lines of a file that say something, without colours and other control signs; none when it cannot be read. */
export async function lastLines(path: string, count: number): Promise<readonly string[]> {
  const text = await endOf(path).catch(() => '');
  return stripVTControlCharacters(text)
    .split(/\r?\n/)
    .map(line =>
      line
        .slice(line.lastIndexOf('\r') + 1)
        .replace(/\p{Cc}/gu, ' ')
        .trimEnd(),
    )
    .filter(line => line !== '')
    .slice(-count)
    .map(line => (line.length > mostLetters ? `${line.slice(0, mostLetters)}…` : line));
}

async function endOf(path: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const start = Math.max(0, size - mostBytes);
    const buffer = new Uint8Array(size - start);
    const { bytesRead } = await file.read(buffer, 0, buffer.length, start);
    const text = new TextDecoder().decode(buffer.subarray(0, bytesRead));
    return start === 0 ? text : text.slice(text.indexOf('\n') + 1);
  } finally {
    await file.close();
  }
}
