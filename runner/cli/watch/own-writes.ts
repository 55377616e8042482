import type { RunState } from '../../run-state.ts';
import type { WatchedFiles } from './watched-files.ts';

/** How often a file may change while runs go on before those changes are taken for the runs' own. */
const patience = 2;

/** Tells what a run writes itself from what somebody edits, so that a run does not start itself again. */
export class OwnWrites {
  readonly #suspicion = new Map<string, { readonly run: string; readonly runs: number }>();

  /**
   * Whether a change that was heard of during the run `state`, or a moment after it, is the run's own: a declared output of a task that
   * ran; or a file that changed in each of several runs, one after the other.
   */
  isOwn(path: string, files: WatchedFiles, state: RunState): boolean {
    if (files.isPipeline(path)) return false;
    const hasRun = (name: string) => (state.tasks.get(name)?.attempts.length ?? 0) > 0;
    return files.writersOf(path).some(hasRun) || this.#isUsual(path, state.started.runId);
  }

  #isUsual(path: string, run: string): boolean {
    const before = this.#suspicion.get(path);
    const runs = before?.run === run ? before.runs : (before?.runs ?? 0) + 1;
    this.#suspicion.set(path, { run, runs });
    return runs > patience;
  }
}
