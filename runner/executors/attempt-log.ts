import { appendFileSync, statSync, truncateSync } from 'node:fs';
import { dirname } from 'node:path';
import { outputLog } from '../layout.ts';
import { isDiskFull } from '../processes/disk-space.ts';
import type { Exit } from '../processes/processes.ts';
import type { SecretValues } from '../secrets/secret-values.ts';
import { isFull, systemText } from '../system-text.ts';

/**
 * The log of an attempt whose output comes from elsewhere, masked where there is something to mask. Nothing here throws: when
 * the log takes no more, `failed` is told so once, as the end of the attempt, and what comes then is dropped.
 */
export class AttemptLog {
  readonly #file: string;
  readonly #mask: ReturnType<SecretValues['newMask']> | undefined;
  readonly #failed: (exit: Exit) => void;
  #fault: Exit | undefined;

  constructor(path: string, secrets: SecretValues | undefined, failed: (exit: Exit) => void) {
    this.#file = outputLog(path);
    this.#mask = secrets?.newMask();
    this.#failed = failed;
  }

  /** How the attempt ends for want of its log; whatever else it ended with. */
  get fault(): Exit | undefined {
    return this.#fault;
  }

  /** Makes the file, where it is not there yet. */
  make(): void {
    this.#try(() => appendFileSync(this.#file, ''));
  }

  /** All of the output comes again. */
  startOver(): void {
    this.make();
    this.#try(() => statSync(this.#file).size > 0 && truncateSync(this.#file, 0));
  }

  push(output: Buffer): void {
    // The mask may keep what it was given.
    this.#write(this.#mask ? this.#mask.push(Buffer.from(output)) : [output]);
  }

  /** Nothing comes any more. */
  end(): void {
    this.#write(this.#mask?.end() ?? []);
  }

  #write(parts: readonly Uint8Array[]): void {
    for (const part of parts) this.#try(() => appendFileSync(this.#file, part));
  }

  #try(action: () => unknown): void {
    if (this.#fault) return;
    try {
      action();
    } catch (error) {
      this.#fault = unwritten(this.#file, error);
      this.#failed(this.#fault);
    }
  }
}

/** How an attempt ends of which `file` here cannot be written. */
export function unwritten(file: string, error: unknown): Exit {
  if (isFull(error)) return { kind: 'error', message: fullText(file), isDiskFull: true };
  return { kind: 'error', message: `It was stopped, for ${file} cannot be written: ${systemText(error)}` };
}

/** The same end, or that there was no room left for what the attempt writes here, where that may be why it failed. */
export function orDiskFull(exit: Exit, path: string): Exit {
  const mayBe = exit.kind === 'lost' || exit.kind === 'error' || (exit.kind === 'exit' && exit.code !== 0);
  if (!mayBe || !isDiskFull(dirname(path))) return exit;
  return { kind: 'error', message: fullText(outputLog(path)), isDiskFull: true };
}

function fullText(file: string): string {
  return `It failed with no space left on the device that holds its output, ${file}`;
}
