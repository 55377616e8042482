import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Program, Running } from '../cli/program.ts';

/** Starts `dagwright …args` with these variables and none of the observers' own that happen to be there. */
export function startObserved(
  program: Program,
  cwd: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Running {
  const own = Object.entries(process.env).filter(([name]) => !/^(OTEL_|OPENLINEAGE|DAGWRIGHT_|TRACE)/.test(name));
  return new Running(
    spawn(process.execPath, [program.file, ...args], {
      ...{ cwd, env: { ...Object.fromEntries(own), ...env } },
      ...{ timeout: 60_000, killSignal: 'SIGKILL' as const },
    }),
  );
}

/** The folder of the newest run below `cwd`. */
export function newestRun(cwd: string): string {
  const runs = join(cwd, '.dagwright', 'runs');
  return join(runs, readdirSync(runs).sort().at(-1) ?? '');
}

/** What the runner of the newest run below `cwd` had to say. */
export function runnerLogOf(cwd: string): string {
  return readFileSync(join(newestRun(cwd), 'runner.log'), { encoding: 'utf8', flag: 'a+' });
}
