import { resolve, sep } from 'node:path';
import picomatch from 'picomatch';
import type { Pipeline } from '../../../pipeline/pipeline.ts';
import type { GlobPlace } from './glob-place.ts';

/** The files and folders that a pipeline declares as outputs of its tasks, absolute; what only a run can tell is left out. */
export function writtenFiles({ tasks }: Pick<Pipeline, 'tasks'>, folder: string): readonly string[] {
  return tasks.flatMap(({ outputs }) =>
    Object.values(outputs).flatMap(output =>
      'path' in output && !output.path.includes('${{') && !picomatch.scan(output.path).isGlob
        ? [resolve(folder, output.path)]
        : [],
    ),
  );
}

/** Whether what is written is data that a `files` trigger waits for: a file that fits, or a folder that such files are in. */
export function isWaitedFor(written: readonly string[], places: readonly GlobPlace[]): boolean {
  return written.some(path =>
    places.some(({ folder, fits }) => fits(path) || folder === path || folder.startsWith(path + sep)),
  );
}
