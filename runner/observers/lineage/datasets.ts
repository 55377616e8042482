import { resolve } from 'node:path';
import picomatch from 'picomatch';
import type { Task } from '../../../pipeline/pipeline.ts';
import { fillTask } from '../../fill-task.ts';
import type { ObserverTools } from '../observer.ts';
import type { Dataset } from './lineage-event.ts';

/** What a task reads and writes. */
export interface TaskFiles {
  readonly inputs: readonly Dataset[];
  readonly outputs: readonly Dataset[];
}

/**
 * The files of tasks by what they declare, without a look at the disk: of a glob, the outputs of this run that it means, or,
 * when it means none, the folder that it looks in.
 */
export class Datasets {
  readonly #place: ObserverTools['place'];
  /** What tasks of the run were found to write. */
  readonly #written = new Set<string>();

  constructor(place: ObserverTools['place']) {
    this.#place = place;
  }

  of(task: Task): TaskFiles {
    if (task.inputs.length === 0 && !Object.values(task.outputs).some(output => 'path' in output)) return none;
    const filled = fillTask(task, this.#place);
    if ('error' in filled) return none;
    const { base } = filled.scope;
    const outputs = Object.values(filled.outputs).flatMap(output =>
      'path' in output ? [resolve(base, output.path)] : [],
    );
    const inputs = this.#read(filled.inputs, base);
    for (const path of outputs) this.#written.add(path);
    return { inputs: inputs.map(dataset), outputs: unique(outputs).map(dataset) };
  }

  #read(globs: readonly string[], base: string): readonly string[] {
    const excluded = globs.filter(glob => glob.startsWith('!')).map(glob => resolve(base, glob.slice(1)));
    const isExcluded = excluded.length > 0 ? picomatch(excluded, { dot: true }) : () => false;
    const paths = globs.filter(glob => !glob.startsWith('!')).flatMap(glob => this.#meantBy(glob, base, isExcluded));
    return unique(paths);
  }

  #meantBy(glob: string, base: string, isExcluded: (path: string) => boolean): readonly string[] {
    const { base: fixed, isGlob } = picomatch.scan(glob);
    if (!isGlob) return [resolve(base, glob)];
    const fits = picomatch(resolve(base, glob));
    const written = [...this.#written].filter(path => fits(path) && !isExcluded(path));
    return written.length > 0 ? written : [resolve(base, fixed)];
  }
}

const none: TaskFiles = { inputs: [], outputs: [] };

/** As OpenLineage names files of a machine. */
function dataset(path: string): Dataset {
  return { namespace: 'file', name: path };
}

function unique(paths: readonly string[]): readonly string[] {
  return [...new Set(paths)];
}
