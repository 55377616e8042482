import { open } from 'node:fs/promises';

const tailSize = 16 * 1024;

/** The last `count` lines of the log file `path`, fewer when it has fewer; none when it is not there. */
export async function readLastLines(path: string, count: number): Promise<string[]> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const start = Math.max(0, size - tailSize);
      const { buffer, bytesRead } = await file.read(Buffer.alloc(size - start), 0, size - start, start);
      return lastLines(buffer.toString('utf8', 0, bytesRead), count, start > 0);
    } finally {
      await file.close();
    }
  } catch {
    return [];
  }
}

function lastLines(text: string, count: number, isCut: boolean): string[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  if (isCut && lines.length > 1) lines.shift();
  return lines.slice(-count);
}
