import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { problemsPage } from '../problem-page.ts';
import { programOf } from '../run/begin-run.ts';
import { commandAnswer } from '../run/command-answer.ts';
import type { RunStore } from '../run-store/run-store.ts';
import { runTool } from './run-tool.ts';
import { fileOfTool, toolResult } from './tool-file.ts';
import { askingTools, endOfAnswer, refusalOf, sectionOf, type ToolInput } from './tool-words.ts';

/** What language models may ask of pipelines and their runs, and that they may start one, which the user confirms each time. */
export function registerTools(context: vscode.ExtensionContext, store: RunStore): vscode.Disposable {
  // Some editors that are made from VS Code have no language models at all.
  const models: typeof vscode.lm | undefined = vscode.lm;
  if (!models?.registerTool) return vscode.Disposable.from();
  const tools: vscode.Disposable[] = [
    models.registerTool<ToolInput>('dagwright_explain_problem', {
      invoke: async ({ input }) => toolResult(await explainProblem(context, input.code ?? '')),
    }),
    models.registerTool('dagwright_run', runTool(context, store)),
  ];
  for (const [name, wordsOf] of Object.entries(askingTools)) {
    const invoke: vscode.LanguageModelTool<ToolInput>['invoke'] = async ({ input }) => {
      const refusal = refusalOf(input);
      const found = refusal === undefined ? await fileOfTool(input.file) : { refusal };
      if ('refusal' in found) return toolResult(found.refusal);
      const words = wordsOf({ ...input, ...(input.file === undefined ? {} : { file: found.file }) });
      const folder = input.file === undefined ? found.file : dirname(found.file);
      return toolResult(endOfAnswer(await commandAnswer(programOf(context), folder, words)));
    };
    tools.push(models.registerTool(name, { invoke }));
  }
  return vscode.Disposable.from(...tools);
}

async function explainProblem(context: vscode.ExtensionContext, code: string): Promise<string> {
  const page = await readFile(problemsPage(context).fsPath, 'utf8');
  return sectionOf(page, code) ?? `There is no problem with the code "${code}".`;
}
