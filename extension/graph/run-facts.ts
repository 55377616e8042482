import type * as vscode from 'vscode';
import type { TaskAbout, TimesMessage } from './messages.ts';

/** How a run lies in time, all of it. */
export type RunTimes = Omit<TimesMessage, 'type'>;

/** What a graph asks about the latest run of a pipeline file, when somebody wants to know. */
export interface RunFacts {
  /** Its folder. */
  folderOf(uri: vscode.Uri): string | undefined;
  /** How it lies in time; `run` is `null` when there is none. */
  times(uri: vscode.Uri): Promise<RunTimes>;
  about(uri: vscode.Uri, task: string): Promise<TaskAbout | undefined>;
}
