import { sep } from 'node:path';
import { statusOf } from '../../cache/file-stamp.ts';
import type { RunState } from '../../run-state.ts';

/** The files that a run gave. */
export interface OwnFiles {
  /** Whether the file at an absolute path is as the run left it, or an output of `task` itself. */
  readonly isOf: (path: string, task: string) => boolean;
}

/** The files and folders that the tasks of a run declared and gave. */
export function ownFiles({ tasks, endedAt = Number.POSITIVE_INFINITY }: RunState): OwnFiles {
  const givers = new Map<string, Set<string>>();
  for (const { name, definition, outputs = {} } of tasks.values()) {
    for (const [output, declared] of Object.entries(definition.outputs)) {
      const path = outputs[output];
      if (!('path' in declared) || typeof path !== 'string') continue;
      givers.set(path, (givers.get(path) ?? new Set()).add(name));
    }
  }
  const giversOf = (path: string) => {
    const found: string[] = [];
    for (let end = path.length; end > 0; end = path.lastIndexOf(sep, end - 1)) {
      found.push(...(givers.get(path.slice(0, end)) ?? []));
    }
    return found;
  };
  const isLeft = (path: string) => (statusOf(path)?.ctimeMs ?? 0) <= endedAt;
  return {
    isOf: (path, task) => {
      if (givers.size === 0) return false;
      const found = giversOf(path);
      return found.includes(task) || (found.length > 0 && isLeft(path));
    },
  };
}
