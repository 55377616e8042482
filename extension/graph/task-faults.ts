import type { Analysis } from '../../pipeline/analyse.ts';
import type { TextRange } from '../../pipeline/text-range.ts';

/** What is wrong with a task. */
export interface TaskFault {
  readonly message: string;
  readonly range: TextRange;
}

/** Of each task in which an error stands, the first one. A cycle is left to its edges, a missing need to the node that stands for it. */
export function taskFaults({
  syntax,
  problems,
}: Pick<Analysis, 'syntax' | 'problems'>): ReadonlyMap<string, TaskFault> {
  const errors = problems
    .filter(({ code, severity }) => severity === 'error' && !drawnElsewhere.has(code))
    .sort((a, b) => a.range.start - b.range.start);
  const faults = new Map<string, TaskFault>();
  let next = 0;
  for (const { start, block } of errors.length > 0 ? syntax.tasks : []) {
    const end = start + block.range.end;
    while (next < errors.length && (errors[next]?.range.start ?? 0) < start + block.range.start) next++;
    const error = errors[next];
    const name = String(block.name.value ?? '');
    if (error && error.range.start < end && !faults.has(name))
      faults.set(name, { message: error.message, range: error.range });
  }
  return faults;
}

const drawnElsewhere: ReadonlySet<string> = new Set(['dependency-cycle', 'unknown-dependency', 'yaml-syntax']);
