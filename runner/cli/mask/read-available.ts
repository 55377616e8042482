import { readSync } from 'node:fs';

/** What can be read from a pipe without waiting, in chunks; `end` when there is nobody left who writes. At most about a pipe's content. */
export function* readAvailable(fd: number): Iterable<Uint8Array | 'end'> {
  for (let total = 0; total < largestPipe; ) {
    const buffer = Buffer.allocUnsafe(65536);
    const size = readSome(fd, buffer);
    if (size === undefined) return;
    if (size === 0) {
      yield 'end';
      return;
    }
    total += size;
    yield buffer.subarray(0, size);
  }
}

/** What Linux lets a pipe hold at most, unless the administrator says otherwise: who goes on writing does not hold us up. */
const largestPipe = 2 ** 20;

function readSome(fd: number, buffer: Uint8Array): number | undefined {
  try {
    return readSync(fd, buffer);
  } catch {
    // EAGAIN: nothing is there. Any other error comes out where the pipe is read as usual.
    return undefined;
  }
}
