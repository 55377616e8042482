import type * as vscode from 'vscode';
import type { TaskAbout } from './messages.ts';

/** What a graph asks about the latest run of a pipeline file, when somebody wants to know. */
export interface RunFacts {
  /** Its folder. */
  folderOf(uri: vscode.Uri): string | undefined;
  about(uri: vscode.Uri, task: string): Promise<TaskAbout | undefined>;
}
