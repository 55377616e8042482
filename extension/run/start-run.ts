import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { t } from '@vscode/l10n';
import {
  hasSecrets,
  type RunWishes,
  runArguments,
  runEnvironment,
  type StartedRun,
  startedRun,
} from './run-arguments.ts';

/** A run, with what the user should know of it, or the sentence that says why there is none. */
export type Start = (StartedRun & { readonly notes: string }) | { readonly refusal: string };

/** Starts a run of a pipeline file by the command line program at `program`, in the file's folder. The run outlives the editor. */
export async function startRun(program: string, file: string, wishes: RunWishes): Promise<Start> {
  return new Promise(resolve => {
    const child = spawn(process.execPath, [program, ...runArguments(file, wishes)], {
      cwd: dirname(file),
      env: runEnvironment(process.env),
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
    });
    // A program that ended before it read them says why.
    child.stdin.on('error', () => {}).end(hasSecrets(wishes) ? JSON.stringify(wishes.secrets) : '');
    let output = '';
    let complaint = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(-4000);
    });
    child.on('error', error => resolve({ refusal: t`The runner could not be started: ${error.message}` }));
    child.on('close', code => {
      const said = complaint.trim();
      const started = startedRun(output);
      const refusal = said || t`The runner ended with exit code ${String(code)} and said nothing.`;
      resolve(started ? { ...started, notes: said } : { refusal });
    });
  });
}
