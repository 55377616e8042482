import { writeFileSync } from 'node:fs';
import { exitFile, outputsFile } from '../../layout.ts';
import { exitOfStatus } from '../../processes/attempt-exit.ts';
import type { Exit } from '../../processes/processes.ts';
import { unwritten } from '../attempt-log.ts';

/** Kubernetes keeps so much of what a container says at its end. */
const longestMessage = 4096;

/**
 * How an attempt ends whose program ended with `code`, once that is written down for whoever goes on with the run. `given` is
 * what came with the status of its pod: its outputs, where `isTold`.
 */
export function podExit(
  { path, isTold }: { readonly path: string; readonly isTold: boolean },
  code: number,
  given: string,
): Exit {
  if (isTold && Buffer.byteLength(given) >= longestMessage) {
    const message = `It gave ${longestMessage} bytes of outputs or more, and Kubernetes keeps no more than that: give its executor a "volume", or have it give less.`;
    return { kind: 'error', message };
  }
  try {
    if (isTold) writeFileSync(outputsFile(path), given);
    writeFileSync(exitFile(path), `${code}\n`);
  } catch (error) {
    return unwritten(exitFile(path), error);
  }
  return exitOfStatus(code);
}
