import { type ChildProcess, spawn } from 'node:child_process';
import * as vscode from 'vscode';
import { remark, TerminalText } from '../output/terminal-text.ts';
import { runEnvironment } from '../run/run-arguments.ts';

const interrupt = '\u0003';

/** A terminal in which the command line `program` is asked `words` in `folder`; Ctrl-C reaches it, and so does closing the terminal. */
export function programTerminal(program: string, folder: string, words: readonly string[]): vscode.Pseudoterminal {
  const written = new vscode.EventEmitter<string>();
  let child: ChildProcess | undefined;
  const stop = () => child?.kill('SIGINT');
  return {
    onDidWrite: written.event,
    open: () => {
      const started = spawn(process.execPath, [program, ...words], {
        ...{ cwd: folder, env: runEnvironment(process.env), stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true },
      });
      child = started;
      for (const stream of [started.stdout, started.stderr]) {
        const text = new TerminalText();
        stream.on('data', (bytes: Buffer) => written.fire(text.push(bytes)));
      }
      started.on('error', error => written.fire(remark(error.message, 'red')));
      started.on('close', code => {
        child = undefined;
        written.fire(code === 0 ? remark('Done.', 'green') : remark(`Ended with exit code ${code}.`, 'yellow'));
      });
    },
    close: stop,
    handleInput: text => {
      if (text === interrupt) stop();
    },
  };
}
