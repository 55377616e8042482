import { basename, isAbsolute, join } from 'node:path';
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { RunCommandParts } from '../run/run-command.ts';
import { nameOfFile } from '../runs-view/run-tree.ts';
import { runTerminal } from './run-terminal.ts';
import { type PipelineTaskDefinition, taskType, wishesOf } from './task-definition.ts';

/** Lets pipelines be run by VS Code's own "Run Task…" and by `tasks.json`, in a terminal that problem matchers read. */
export function registerTasks(parts: RunCommandParts): vscode.Disposable {
  const { files } = parts;
  const made = (definition: vscode.TaskDefinition, scope: Scope, name: string): vscode.Task => {
    const task = new vscode.Task(
      definition,
      scope,
      name,
      'Dagwright',
      new vscode.CustomExecution(async resolved => {
        const asked = wishesOf(resolved);
        return runTerminal(parts, typeof asked === 'string' ? asked : { ...asked, file: placed(asked.file, scope) });
      }),
    );
    task.presentationOptions = { clear: true };
    return task;
  };
  return vscode.tasks.registerTaskProvider(taskType, {
    async provideTasks() {
      await files.search();
      return files.paths.map(path => {
        const uri = vscode.Uri.file(path);
        const definition: PipelineTaskDefinition = {
          type: taskType,
          file: vscode.workspace.asRelativePath(uri, false),
        };
        const scope = vscode.workspace.getWorkspaceFolder(uri) ?? vscode.TaskScope.Workspace;
        const task = made(definition, scope, nameOfFile(path));
        task.detail = t`Run ${basename(path)}`;
        return task;
      });
    },
    resolveTask: task => made(task.definition, task.scope ?? vscode.TaskScope.Workspace, task.name),
  });
}

type Scope = vscode.WorkspaceFolder | vscode.TaskScope;

/** A relative path is one of the folder that the task belongs to, else of the first. */
function placed(file: string, scope: Scope): string {
  const folder = typeof scope === 'object' ? scope : vscode.workspace.workspaceFolders?.[0];
  return isAbsolute(file) || !folder ? file : join(folder.uri.fsPath, file);
}
