import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';

/** What a control group of Linux allows; absent where it sets no limit. */
export interface CgroupLimits {
  readonly cpus?: number;
  readonly memoryBytes?: number;
}

/**
 * The tightest limits of the groups that this process is in, from its own up to the root, of both versions (cgroups(7)).
 * `read` answers the content of a file, `undefined` when there is none.
 */
export function cgroupLimits(read: (path: string) => string | undefined): CgroupLimits {
  const cpus: number[] = [];
  const memory: number[] = [];
  for (const line of (read('/proc/self/cgroup') ?? '').split('\n')) {
    const [, controllers, path] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? [];
    if (controllers === undefined || path === undefined) continue;
    const names = controllers.split(',');
    for (const folder of upFrom(path)) {
      if (controllers === '') {
        const [quota, period] = words(read(join(root, folder, 'cpu.max')));
        cpus.push(cpusOf(quota, period));
        memory.push(Number.parseInt(read(join(root, folder, 'memory.max')) ?? '', 10));
      }
      if (names.includes('memory')) {
        memory.push(Number.parseInt(read(join(root, 'memory', folder, 'memory.limit_in_bytes')) ?? '', 10));
      }
      if (names.includes('cpu')) {
        const file = (name: string) => words(read(join(root, 'cpu', folder, name)))[0];
        cpus.push(cpusOf(file('cpu.cfs_quota_us'), file('cpu.cfs_period_us')));
      }
    }
  }
  return { ...lowest('cpus', cpus), ...lowest('memoryBytes', memory) };
}

/** A file that the kernel makes up. */
export function readSystemFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

const root = '/sys/fs/cgroup';

/** In a container the path may be the host's, of which only the root is to be seen. */
function upFrom(path: string): string[] {
  return path === '/' ? ['/'] : [path, ...upFrom(dirname(path))];
}

function words(text: string | undefined): string[] {
  return text?.trim().split(/\s+/) ?? [];
}

/** How much time in each period; `max` and -1 mean no limit. */
function cpusOf(quota: string | undefined, period: string | undefined): number {
  const share = Number(quota) / Number(period);
  return share > 0 ? share : Number.NaN;
}

/** Version 1 tells of no limit by a number that no machine has. */
function lowest<K extends string>(name: K, values: readonly number[]): Partial<Record<K, number>> {
  const known = values.filter(value => value > 0 && value < 2 ** 60);
  return known.length === 0 ? {} : ({ [name]: Math.min(...known) } as Record<K, number>);
}
