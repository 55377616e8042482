import { existsSync } from 'node:fs';
import { Refusal } from '../refusal.ts';
import { type PreparedRun, prepareRun, type RunWishes } from '../run/prepare-run.ts';
import { selectedRun } from '../run/selected-run.ts';
import type { FoundRun } from '../runs/find-run.ts';
import { keptParams } from './kept-params.ts';

/** The run `before` with the pipeline's file as it is now, of a part of the file the same part; a `Refusal` says why it cannot be run any more. */
export async function changedFile({ id, state }: FoundRun, wishes: RunWishes): Promise<PreparedRun> {
  const { started } = state;
  if (!existsSync(started.file)) {
    throw new Refusal(
      `The file of run ${id} is gone: ${started.file}\nRun it as it was then: dagwright rerun ${id} --recorded`,
    );
  }
  const notes: string[] = [];
  const prepared = await prepareRun(started.file, {
    ...wishes,
    keptParams: params => {
      const { words, gone } = keptParams(started, params, wishes.param);
      notes.push(...gone.map(name => `The file has no param ${name} any more, which run ${id} had.`));
      return words;
    },
  });
  const all = { ...prepared, notes: [...prepared.notes, ...notes] };
  return started.selection ? selectedRun(all, started.selection, [state]) : all;
}
