import { readFileSync } from 'node:fs';

/** When the process `pid` started, as an opaque word that tells it from a later one with the same pid; `undefined` where the system does not tell. */
export function processStart(pid: number): string | undefined {
  return readStat(pid)?.start;
}

/** Whether the process `pid` lives and, where both are known, is the one that started at `start`. A zombie does not live. */
export function isProcessAlive(pid: number, start?: string): boolean {
  const stat = readStat(pid);
  if (stat?.zombie) return false;
  if (stat && start !== undefined) return stat.start === start;
  return answersSignal(pid);
}

function answersSignal(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Linux, proc(5): the name in parentheses may itself hold spaces and parentheses; the state is field 3, the start field 22. */
function readStat(pid: number): { zombie: boolean; start: string } | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const start = fields[19];
    return start === undefined ? undefined : { zombie: fields[0] === 'Z', start };
  } catch {
    return undefined;
  }
}
