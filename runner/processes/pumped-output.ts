import { appendFileSync, closeSync, openSync } from 'node:fs';
import type { Readable } from 'node:stream';
import type { Clock } from '../clock.ts';
import { outputLog } from '../layout.ts';
import type { SecretValues } from '../secrets/secret-values.ts';

/** How long what a program has printed may take to come when it has ended and something it started still prints. */
const lastOutputMs = 500;

/**
 * Masks what `outputs` bring into the log of the attempt with this path; answers a function that resolves when what came
 * before is written. It is done by the runner itself, and ends with it.
 */
export function pumpMasked(
  outputs: readonly (Readable | null)[],
  path: string,
  secrets: SecretValues,
  clock: Clock,
): () => Promise<void> {
  const log = openSync(outputLog(path), 'a');
  const ended = outputs.map(output => output && pump(output, log, secrets));
  const all = Promise.all(ended).finally(() => closeSync(log));
  return () =>
    new Promise(resolve => {
      const cancel = clock.after(lastOutputMs, resolve);
      all.then(() => {
        cancel();
        resolve();
      }, resolve);
    });
}

function pump(output: Readable, log: number, secrets: SecretValues): Promise<void> {
  const mask = secrets.newMask();
  const write = (parts: readonly Uint8Array[]) => {
    for (const part of parts) appendFileSync(log, part);
  };
  output.on('data', (chunk: Uint8Array) => {
    try {
      write(mask.push(chunk));
    } catch {
      // A full disk: the program is told by a closed pipe.
      output.destroy();
    }
  });
  return new Promise(resolve => {
    output.once('close', () => {
      try {
        write(mask.end());
      } finally {
        resolve();
      }
    });
  });
}
