import { execFile } from 'node:child_process';
import { runEnvironment } from './run-arguments.ts';

/** A report that takes longer is given up. */
const longestMs = 60_000;
const largestBytes = 16 * 2 ** 20;

/** What the command line `program` prints when it is asked `words` in `folder`; when it prints nothing, its complaint. */
export function commandAnswer(program: string, folder: string, words: readonly string[]): Promise<string> {
  const options = {
    cwd: folder,
    env: { ...runEnvironment(process.env), NO_COLOR: '1', COLUMNS: '120' },
    timeout: longestMs,
    maxBuffer: largestBytes,
    windowsHide: true,
  };
  return new Promise(resolve => {
    execFile(process.execPath, [program, ...words], options, (error, stdout, stderr) => {
      resolve(stdout || stderr || (error ? `${error.message}\n` : ''));
    });
  });
}
