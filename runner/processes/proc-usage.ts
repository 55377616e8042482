import { readdirSync, readFileSync } from 'node:fs';
import { isTarget } from './send-signal.ts';

/** The user and system time of the ended children that a process has waited for, and of theirs, in ticks; `undefined` when it is gone. */
export function childTicks(pid: number): number | undefined {
  const stat = isTarget(pid) ? read(`/proc/${pid}/stat`) : '';
  // proc(5): the name in parentheses may hold anything; behind it the fields count from 3.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[cutime]) + Number(fields[cutime + 1]);
  return stat === '' || Number.isNaN(ticks) ? undefined : ticks;
}

const cutime = 16 - 3;

/** The most memory that any living descendant of a process has had so far, in bytes; `undefined` when there is none. */
export function peakMemory(pid: number): number | undefined {
  let peak: number | undefined;
  let left = mostProcesses;
  const waiting = childrenOf(pid);
  for (let child = waiting.pop(); child !== undefined && left > 0; child = waiting.pop()) {
    left--;
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(read(`/proc/${child}/status`))?.[1];
    if (kilobytes !== undefined) peak = Math.max(peak ?? 0, Number(kilobytes) * 1024);
    waiting.push(...childrenOf(child));
  }
  return peak;
}

const mostProcesses = 500;

/** Each thread has its own children. */
function childrenOf(pid: number): number[] {
  if (!isTarget(pid)) return [];
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap(thread =>
      read(`/proc/${pid}/task/${thread}/children`).split(' ').filter(Boolean).map(Number),
    );
  } catch {
    return [];
  }
}

/** The empty text for what is gone. */
function read(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
}
