import { readFileSync } from 'node:fs';

/**
 * When the process `pid` started, as an opaque word that tells it from a later one with the same pid, also from one after
 * a restart of the machine; `undefined` where the system does not tell.
 */
export function processStart(pid: number): string | undefined {
  const ticks = readStat(pid)?.ticks;
  return ticks === undefined ? undefined : withBoot(ticks);
}

/** Whether the process `pid` lives and, where both are known, is the one that started at `start`. A zombie does not live. */
export function isProcessAlive(pid: number, start?: string): boolean {
  const stat = readStat(pid);
  if (stat?.zombie) return false;
  if (stat && start !== undefined) return start === stat.ticks || start === withBoot(stat.ticks);
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

/** Linux, proc(5): the name in parentheses may itself hold spaces and parentheses; the state is field 3, the start field 22, in ticks since the boot. */
function readStat(pid: number): { zombie: boolean; ticks: string } | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = fields[19];
    return ticks === undefined ? undefined : { zombie: fields[0] === 'Z', ticks };
  } catch {
    return undefined;
  }
}

/** After a restart of the machine a process may have the pid and the ticks of one before it. */
function withBoot(ticks: string): string {
  try {
    return `${ticks}@${readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').slice(0, 8)}`;
  } catch {
    return ticks;
  }
}
