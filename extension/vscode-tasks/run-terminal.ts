import { dirname } from 'node:path';
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { sendRequest } from '../../runner/request.ts';
import { findRoot } from '../../runner/run-directory/root.ts';
import { remark } from '../output/terminal-text.ts';
import { readyPipeline } from '../pipelines/ready-pipeline.ts';
import { programOf } from '../run/begin-run.ts';
import type { RunWishes } from '../run/run-arguments.ts';
import type { RunCommandParts } from '../run/run-command.ts';
import { secretsOf } from '../run/run-secrets.ts';
import { startRun } from '../run/start-run.ts';
import { runOutput } from './run-output.ts';

/** What is run, or a sentence on why nothing is. */
export type Asked = { readonly file: string; readonly wishes: RunWishes } | string;

/** A terminal that starts a run when it opens, shows what its tasks print, ends as it ends, and cancels it when it is closed before. */
export function runTerminal(parts: RunCommandParts, asked: Asked): vscode.Pseudoterminal {
  const written = new vscode.EventEmitter<string>();
  const ended = new vscode.EventEmitter<number>();
  const closed = new AbortController();
  let folder: string | undefined;
  const refuse = (sentence: string) => {
    written.fire(remark(sentence, 'red'));
    ended.fire(2);
  };
  const work = async () => {
    if (typeof asked === 'string') return refuse(asked);
    const ready = await readyPipeline(parts, { file: asked.file });
    const secrets = ready && (await secretsOf(parts.context.secrets, ready.file, ready.pipeline));
    if (!secrets) return refuse(t`Nothing was started.`);
    const started = await startRun(programOf(parts.context), asked.file, { ...asked.wishes, secrets });
    if ('refusal' in started) return refuse(started.refusal);
    folder = started.folder;
    if (closed.signal.aborted) return cancel(folder);
    parts.store.addRoot(findRoot(dirname(asked.file)));
    for await (const piece of runOutput(folder, closed.signal)) {
      if (piece.kind === 'text') written.fire(piece.text);
      else ended.fire(piece.exitCode);
    }
  };
  return {
    onDidWrite: written.event,
    onDidClose: ended.event,
    open: () => {
      work().catch((error: unknown) => refuse(error instanceof Error ? error.message : String(error)));
    },
    close: () => {
      closed.abort();
      if (folder !== undefined) cancel(folder);
    },
  };
}

/** One that has ended takes no requests any more, and its folder may be gone. */
function cancel(folder: string): void {
  try {
    sendRequest(folder, { type: 'cancel' });
  } catch {
    // Nothing is left to be stopped.
  }
}
