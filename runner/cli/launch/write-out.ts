import { writeSync } from 'node:fs';

/** Writes to stdout without what a stream needs to be made. A reader that has gone is not missed. */
export function writeOut(bytes: Buffer): void {
  for (let rest = bytes; rest.length > 0; ) {
    try {
      rest = rest.subarray(writeSync(1, rest));
    } catch (error) {
      // A pipe that is full and does not wait: the stream does.
      if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') process.stdout.write(rest);
      return;
    }
  }
}
