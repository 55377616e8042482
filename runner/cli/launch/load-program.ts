import { codeCache } from './code-cache.ts';
import { loadCompiled } from './load-compiled.ts';
import { suitShortRuns } from './short-runs.ts';

/** Loads and starts the program in `file`, called `name`, together with what Node compiled of it the last time that the same `command` ran. */
export function loadProgram(file: string, name: string, command: string): void {
  const cache = codeCache(`${name}-${command}`, process.env);
  const { run, code } = loadCompiled(file, cache?.read());
  run();
  // Not before: what is compiled already is for a V8 as usual.
  const asUsual = runs.has(command) ? suitShortRuns() : () => {};
  if (!code || !cache) return;
  process.once('exit', exitCode => {
    asUsual();
    keep(cache, code, exitCode);
  });
}

const runs: ReadonlySet<string> = new Set(['run', 'rerun', 'resume']);

/** Only what a command that exists has compiled; after a long time Node has thrown away what it began with. */
function keep({ write }: NonNullable<ReturnType<typeof codeCache>>, code: () => Buffer, exitCode: number): void {
  const hasRun = exitCode === 0 || exitCode === 1 || exitCode === 130;
  if (hasRun && process.uptime() < longestSeconds) write(code());
}

const longestSeconds = 30;
