import type * as vscode from 'vscode';
import type { Task } from '../../pipeline/pipeline.ts';
import type { TaskAbout, TimesMessage } from './messages.ts';

/** How a run lies in time, all of it. */
export type RunTimes = Omit<TimesMessage, 'type'>;

/** What a run would be of, as the text stands. */
export interface NextRun {
  /** As they stand in a run. */
  readonly tasks: readonly Task[];
  /** How many may run at once, where the text says so. */
  readonly maxParallel?: number;
}

/** What a graph asks about the latest run of a pipeline file, when somebody wants to know. */
export interface RunFacts {
  /** Its folder. */
  folderOf(uri: vscode.Uri): string | undefined;
  /** How it lies in time; `run` is `null` when there is none. */
  times(uri: vscode.Uri): Promise<RunTimes>;
  /** How the next run is expected to lie in time; without any task when the past tells nothing. */
  nextTimes(uri: vscode.Uri, next: NextRun): Promise<RunTimes>;
  about(uri: vscode.Uri, task: string): Promise<TaskAbout | undefined>;
}
