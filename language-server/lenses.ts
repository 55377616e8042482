import type { Analysis } from '../pipeline/analyse.ts';
import type { TextRange } from '../pipeline/text-range.ts';
import { nameOf, needsOf, placed } from './task-facts.ts';

/** What stands above a task: what can be done with it, or a fact about it. */
export interface Lens {
  readonly task: string;
  readonly range: TextRange;
  readonly kind: 'run' | 'run-upstream' | 'dependents';
  readonly title: string;
}

/** The lenses of every task, in the order of the file. Linear in tasks and needs. */
export function lenses(analysis: Analysis): readonly Lens[] {
  const counts = new Map<string, number>();
  for (const task of analysis.syntax.tasks) {
    for (const need of needsOf(task)) counts.set(need, (counts.get(need) ?? 0) + 1);
  }
  const canRun = !analysis.problems.some(({ severity }) => severity === 'error');
  return analysis.syntax.tasks.flatMap((task): readonly Lens[] => {
    const name = nameOf(task);
    const at = { task: name, range: placed(task, task.block.name.range) };
    const count = counts.get(name) ?? 0;
    const run: readonly Lens[] = [{ ...at, kind: 'run', title: 'Run' }];
    const upstream: readonly Lens[] =
      needsOf(task).length > 0 ? [{ ...at, kind: 'run-upstream', title: 'Run with Upstream' }] : [];
    const dependents: readonly Lens[] =
      count > 0 ? [{ ...at, kind: 'dependents', title: count === 1 ? '1 dependent' : `${count} dependents` }] : [];
    return [...(canRun ? [...run, ...upstream] : []), ...dependents];
  });
}
