import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Lets a process of its own go on with an interrupted run of `file`; answers why it cannot, if so. `program` is the URL of the command line. */
export function resumeDetached(program: string, run: string, file: string): Promise<string | undefined> {
  const words = [...process.execArgv, fileURLToPath(program), 'resume', run, '--detach'];
  return new Promise(resolve => {
    execFile(process.execPath, words, { cwd: dirname(file), windowsHide: true }, (error, _out, said) => {
      resolve(error ? (said.trim().split('\n')[0] ?? error.message) : undefined);
    });
  });
}
