import { attemptPath, outputLog } from '../layout.ts';
import { FolderChanges } from './folder-changes.ts';
import { GrowingFile } from './growing-file.ts';
import { NewsReader } from './run-news.ts';

/** A piece of what a task wrote, in the order it was written. */
export interface OutputPiece {
  readonly attempt: number;
  readonly bytes: Uint8Array;
}

/**
 * Yields what `task` of the run in `folder` writes, from the beginning: of attempt `only`, or of each attempt in turn until
 * the task has its end. It ends when nothing more can come, when the run's folder is deleted, or on `signal`.
 */
export async function* followOutput(
  folder: string,
  task: string,
  only: number | undefined,
  signal: AbortSignal,
): AsyncGenerator<OutputPiece, void> {
  const progress = new TaskProgress(folder, task);
  using changes = new FolderChanges(folder);
  for (let attempt = only ?? 1; !signal.aborted; attempt++) {
    const log = new GrowingFile(outputLog(attemptPath(folder, task, attempt)));
    for (;;) {
      // First whether it has ended, then what it wrote: so nothing is missed in between.
      await progress.update();
      const isComplete = progress.isOver || progress.lastEnded >= attempt;
      for (let bytes = await log.read(); bytes !== 'missing' && bytes.length > 0; bytes = await log.read()) {
        yield { attempt, bytes };
        if (signal.aborted) return;
      }
      if (isComplete) break;
      await changes.wait(signal);
      if (signal.aborted) return;
    }
    if (only !== undefined || (progress.isOver && attempt >= progress.lastStarted)) return;
  }
}

/** What the journal has told so far of one task. */
class TaskProgress {
  lastStarted = 0;
  lastEnded = 0;
  isOver = false;
  readonly #reader: NewsReader;
  readonly #task: string;

  constructor(folder: string, task: string) {
    this.#reader = new NewsReader(folder);
    this.#task = task;
  }

  async update(): Promise<void> {
    while (!this.#reader.isOver) {
      const news = await this.#reader.read();
      if (!news) return;
      for (const event of news.kind === 'events' ? news.events : []) {
        if (!('task' in event) || event.task !== this.#task) continue;
        if (event.type === 'attempt_started') this.lastStarted = event.attempt;
        if (event.type === 'attempt_ended') this.lastEnded = event.attempt;
        if (event.type === 'task_ended') this.isOver = true;
      }
    }
    this.isOver = true;
  }
}
