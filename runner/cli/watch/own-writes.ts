import { statSync } from 'node:fs';
import type { RunState } from '../../run-state.ts';
import type { FileChange } from './file-changes.ts';
import type { WatchedFiles } from './watched-files.ts';

/** How often a file may change while runs go on before those changes are taken for the runs' own. */
const patience = 2;

/** Tells what a run writes itself from what somebody edits, so that a run does not start itself again. */
export class OwnWrites {
  readonly #suspicion = new Map<string, { readonly run: string; readonly runs: number }>();

  /**
   * Whether a change that happened during the run `state`, whenever it was heard of, is the run's own: `output`, a declared one of a
   * task that ran; or `usual`, for the file has changed in each of several runs, one after the other.
   */
  isOwn(path: string, change: FileChange, files: WatchedFiles, state: RunState): 'output' | 'usual' | undefined {
    if (files.isSource(path) || changedAt(path, change) > (state.endedAt ?? Number.POSITIVE_INFINITY)) return undefined;
    const hasRun = (name: string) => (state.tasks.get(name)?.attempts.length ?? 0) > 0;
    if (files.writersOf(path).some(hasRun)) return 'output';
    return this.#isUsual(path, state.started.runId) ? 'usual' : undefined;
  }

  /** The run is over and all its changes are known: what it left alone is free from suspicion. */
  ended(run: string): void {
    for (const [path, suspicion] of this.#suspicion) if (suspicion.run !== run) this.#suspicion.delete(path);
  }

  #isUsual(path: string, run: string): boolean {
    const before = this.#suspicion.get(path);
    const runs = before?.run === run ? before.runs : (before?.runs ?? 0) + 1;
    this.#suspicion.set(path, { run, runs });
    return runs > patience;
  }
}

/** The system may tell of a change some time later. What was moved here has kept the time when it was written, so that is not asked. */
function changedAt(path: string, { at }: FileChange): number {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats ? Math.floor(stats.ctimeMs) : at;
}
