import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { outputOf } from './start-process.ts';

/** A process of this machine, as far as it can be seen. */
export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  /** The session on Linux, the process group elsewhere: what a detached process leads under its own pid. */
  readonly group: number;
  /** The value of `PIPELINE_OUTPUT` that it was started with. */
  readonly birthmark?: string;
}

/**
 * All processes that live and may be looked at; zombies are left out. The birthmarks may be those of the `younger` only:
 * a process that is older than this one was not started by it.
 */
export async function processTable(marked: 'younger' | 'everybody' = 'younger'): Promise<readonly ProcessEntry[]> {
  if (process.platform === 'linux') return linuxTable(marked);
  if (process.platform === 'win32') return [];
  return psTable(await outputOf('ps', ['-A', '-E', '-ww', '-o', 'pid=,ppid=,pgid=,stat=,command=']));
}

function linuxTable(marked: 'younger' | 'everybody'): ProcessEntry[] {
  const entries: ProcessEntry[] = [];
  const buffer = Buffer.allocUnsafe(1024);
  const since = marked === 'everybody' ? 0 : Number(statFields('self', buffer)?.[startField] ?? 0);
  for (const pid of readdirSync('/proc')) {
    const first = pid.charCodeAt(0);
    if (first < 48 || first > 57) continue;
    const entry = linuxEntry(pid, buffer, since);
    if (entry) entries.push(entry);
  }
  return entries;
}

/** Reading an environment costs as much as all the rest: it is left out for those that started before `since`. */
function linuxEntry(pid: string, buffer: Buffer, since: number): ProcessEntry | undefined {
  const fields = statFields(pid, buffer);
  if (!fields || fields[0] === 'Z' || fields[0] === 'X') return undefined;
  const known = { pid: Number(pid), parent: Number(fields[1]), group: Number(fields[3]) };
  const birthmark = Number(fields[startField]) < since ? undefined : linuxBirthmark(pid);
  return birthmark === undefined ? known : { ...known, birthmark };
}

/** proc(5): the name in parentheses may hold anything; behind it stand state, parent, process group, session, … */
function statFields(pid: string, buffer: Buffer): string[] | undefined {
  let file: number | undefined;
  try {
    file = openSync(`/proc/${pid}/stat`, 'r');
    const stat = buffer.toString('latin1', 0, readSync(file, buffer));
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ', startField + 1);
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** When it started, in ticks since the machine did. */
const startField = 19;
const variable = 'PIPELINE_OUTPUT=';

function linuxBirthmark(pid: string): string | undefined {
  try {
    const environment = readFileSync(`/proc/${pid}/environ`);
    let start = 0;
    while (start >= 0) {
      const found = environment.indexOf(variable, start, 'latin1');
      if (found < 0) return undefined;
      const end = environment.indexOf(0, found);
      if (found === 0 || environment[found - 1] === 0)
        return environment.toString('utf8', found + variable.length, end < 0 ? environment.length : end);
      start = found + 1;
    }
  } catch {
    // Another user's, or gone.
  }
  return undefined;
}

/** `ps -E` of macOS prints the environment behind the command, parted by spaces. */
export function psTable(output: string): ProcessEntry[] {
  const entries: ProcessEntry[] = [];
  for (const line of output.split('\n')) {
    const match = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s(.*)$/.exec(line);
    if (!match || match[4]?.startsWith('Z')) continue;
    const birthmark = /(?:^| )PIPELINE_OUTPUT=(.*?)(?= [A-Za-z_][A-Za-z0-9_]*=|$)/.exec(match[5] ?? '')?.[1];
    const known = { pid: Number(match[1]), parent: Number(match[2]), group: Number(match[3]) };
    entries.push(birthmark === undefined ? known : { ...known, birthmark });
  }
  return entries;
}
