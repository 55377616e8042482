import { dirname } from 'node:path';
import { findRoot } from '../../run-directory/root.ts';
import { paramValues } from '../run/params.ts';
import type { PreparedRun, RunWishes } from '../run/prepare-run.ts';
import type { FoundRun } from '../runs/find-run.ts';
import { version } from '../version.ts';
import { keptParams } from './kept-params.ts';

/** The run `before` with the pipeline as it was then, whatever its file says now. */
export function recordedRun({ state }: FoundRun, wishes: RunWishes): PreparedRun {
  const { started } = state;
  const { file, fileHash, name, pipeline, used, selection } = started;
  const { words } = keptParams(started, pipeline.params, wishes.param);
  const options = {
    ...{ root: findRoot(dirname(file)), file, fileHash, name, pipeline, dagwrightVersion: version },
    params: paramValues(pipeline.params, [...words, ...wishes.param]),
    ...(used && { used }),
    ...(selection && { selection }),
    ...(wishes.maxParallel === undefined ? {} : { maxParallel: wishes.maxParallel }),
    ...(wishes.failFast === undefined ? {} : { failFast: wishes.failFast }),
  };
  return { options, notes: [] };
}
