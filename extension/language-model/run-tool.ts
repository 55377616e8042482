import { dirname } from 'node:path';
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { analyse } from '../../pipeline/analyse.ts';
import { findRoot } from '../../runner/run-directory/root.ts';
import { programOf } from '../run/begin-run.ts';
import { commandAnswer } from '../run/command-answer.ts';
import { secretsOf } from '../run/run-secrets.ts';
import { startRun } from '../run/start-run.ts';
import type { RunStore } from '../run-store/run-store.ts';
import { fileOfTool, toolResult } from './tool-file.ts';
import { endOfAnswer, refusalOf, type ToolInput } from './tool-words.ts';

/** A model that waits for longer is told how the run stands, and can ask again. */
const longestWaitMs = 5 * 60_000;

/** What of the extension it needs. */
type RunToolContext = Pick<vscode.ExtensionContext, 'extensionUri' | 'secrets'>;

/** The tool that starts a run. The editor asks the user each time, with what would be run; Restricted Mode refuses. */
export function runTool(context: RunToolContext, store: RunStore): vscode.LanguageModelTool<ToolInput> {
  return {
    prepareInvocation: ({ input: { file = '', task, params = {} } }) => {
      const what = task === undefined ? `\`${file}\`` : `the task \`${task}\` of \`${file}\`, with all that it needs`;
      const given = Object.entries(params).map(([name, value]) => `\`${name}=${String(value)}\``);
      const message = new vscode.MarkdownString(
        `This runs the commands of ${what}${given.length > 0 ? `, with ${given.join(', ')}` : ''}.`,
      );
      return { invocationMessage: t`Running ${file}`, confirmationMessages: { title: t`Run the pipeline?`, message } };
    },
    invoke: async ({ input }, token) => {
      if (!vscode.workspace.isTrusted)
        return toolResult('The workspace is in Restricted Mode: nothing may be run in it.');
      const refusal = refusalOf(input);
      const found = refusal === undefined ? await fileOfTool(input.file ?? '') : { refusal };
      if ('refusal' in found) return toolResult(found.refusal);
      return toolResult(await run(context, store, found.file, input, token));
    },
  };
}

async function run(
  context: RunToolContext,
  store: RunStore,
  file: string,
  { task, params = {} }: ToolInput,
  token: vscode.CancellationToken,
): Promise<string> {
  const { pipeline, problems } = analyse((await vscode.workspace.openTextDocument(file)).getText());
  if (!pipeline) return `It has errors: ${problems.map(({ message }) => message).join(' ')}`;
  const secrets = await secretsOf(context.secrets, file, pipeline);
  if (!secrets) return 'The user has not given the secrets that the pipeline needs.';
  const texts = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]));
  const part = task === undefined ? {} : { part: { task, with: 'upstream' } as const };
  const started = await startRun(programOf(context), file, {
    params: texts,
    secrets,
    request: { kind: 'run', ...part },
  });
  if ('refusal' in started) return started.refusal;
  store.addRoot(findRoot(dirname(file)));
  await store.refresh();
  await untilOver(store, started.folder, token);
  return endOfAnswer(await commandAnswer(programOf(context), dirname(file), ['show', started.runId]));
}

/** Resolves when the run is over, or nobody waits any more. */
function untilOver(store: RunStore, folder: string, token: vscode.CancellationToken): Promise<void> {
  return new Promise(resolve => {
    const check = () => {
      const status = store.state(folder)?.status;
      if (status !== undefined && status !== 'running') done();
    };
    const following = store.onDidChange(check);
    const cancelling = token.onCancellationRequested(() => done());
    const timer = setTimeout(() => done(), longestWaitMs);
    const done = () => {
      following[Symbol.dispose]();
      cancelling.dispose();
      clearTimeout(timer);
      resolve();
    };
    // One that was over before anybody looked is not followed.
    void store.load(folder).then(check);
  });
}
