import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { CollectedOutputs } from '../collect-outputs.ts';
import type { Expected } from '../expected-outputs.ts';
import { outputsFile } from '../layout.ts';
import type { SecretValues } from './secret-values.ts';

/**
 * What an attempt gave, if it may be kept: outputs stand in the journal, where no secret may. When one of them holds a
 * secret the answer says so: masked, it would be a wrong value to who needs it.
 */
export function keptOutputs(
  collected: CollectedOutputs,
  { outputs }: Pick<Expected, 'outputs'>,
  secrets: SecretValues | undefined,
): CollectedOutputs {
  if (!secrets || secrets.isEmpty) return collected;
  if ('error' in collected) return { error: secrets.masked(collected.error) };
  for (const [name, value] of Object.entries(collected.outputs)) {
    const declared = outputs[name];
    const secret = declared && 'type' in declared ? secrets.nameIn(JSON.stringify(value)) : undefined;
    if (secret === undefined) continue;
    return {
      error: `Its output \`${name}\` holds the secret ${secret}, and outputs are kept where they can be read. Declare the secret where it is needed instead.`,
    };
  }
  return collected;
}

/** Masks what an attempt that is over wrote to `PIPELINE_OUTPUT`: it stays in the run's folder. */
export function maskWritten(path: string, secrets: SecretValues | undefined): void {
  if (!secrets || secrets.isEmpty) return;
  const file = outputsFile(path);
  try {
    const found = statSync(file, { throwIfNoEntry: false });
    if (!found?.isFile()) return;
    const text = found.size > largestKept ? '' : readFileSync(file, 'latin1');
    const masked = secrets.masked(text, 'latin1');
    if (masked !== text || found.size > largestKept) writeFileSync(file, masked, 'latin1');
  } catch {
    rmSync(file, { force: true });
  }
}

/** More than outputs may have; nobody reads it. */
const largestKept = 16 * 2 ** 20;
