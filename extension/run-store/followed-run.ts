import type { RunEvent } from '../../runner/event.ts';
import { followRun } from '../../runner/run-directory/follow-run.ts';
import { applyEvent, initialState, type RunState } from '../../runner/run-state.ts';

/** What changed in a run since the last news of it. */
export interface RunProgress {
  readonly tasks: ReadonlySet<string>;
  /** It will not change any more. */
  readonly ended: boolean;
  /** Its folder was deleted, or its journal cannot be read. */
  readonly lost: boolean;
}

/** Folds the journal of a run while it is written, and tells of each step. Dispose of it to stop. */
export class FollowedRun implements Disposable {
  readonly folder: string;
  readonly #stop = new AbortController();
  #state: RunState | undefined;

  constructor(folder: string, tell: (run: FollowedRun, progress: RunProgress) => void) {
    this.folder = folder;
    this.#follow(tell).catch(() => {
      // The system refuses to read it (a broken disk, permissions): what is known stays, as with a deleted run.
      if (!this.#stop.signal.aborted) tell(this, { tasks: new Set(), ended: true, lost: true });
    });
  }

  /** How it stands; absent until its first line was read. */
  get state(): RunState | undefined {
    return this.#state;
  }

  [Symbol.dispose](): void {
    this.#stop.abort();
  }

  async #follow(tell: (run: FollowedRun, progress: RunProgress) => void): Promise<void> {
    for await (const news of followRun(this.folder, this.#stop.signal)) {
      if (this.#stop.signal.aborted) return;
      if (news.kind === 'events') {
        const tasks = this.#fold(news.events);
        tell(this, { tasks, ended: this.#state !== undefined && this.#state.status !== 'running', lost: false });
      } else {
        if (news.kind === 'interrupted' && this.#state) this.#state.status = 'interrupted';
        tell(this, { tasks: new Set(), ended: true, lost: news.kind !== 'interrupted' });
      }
    }
  }

  #fold(events: readonly RunEvent[]): Set<string> {
    const tasks = new Set<string>();
    for (const event of events) {
      if (event.type === 'run_started') this.#state = initialState(event);
      else if (this.#state) applyEvent(this.#state, event);
      if ('task' in event && event.task !== undefined) tasks.add(event.task);
    }
    return tasks;
  }
}
