import { type Problem, problem } from '../problem.ts';
import { entryOf } from '../reading/fields.ts';
import type { ValueSyntax } from '../syntax.ts';
import { runningKeys } from '../vocabulary/running-keys.ts';

/** Checks the keys beside `uses`: those that say how something is run belong to the tasks of the pipeline that is used. */
export function checkUsesKeys(body: ValueSyntax | undefined): Problem[] {
  const uses = entryOf(body, 'uses');
  if (!uses || entryOf(body, 'run')) return [];
  const problems = meaningless.flatMap(key => {
    const entry = entryOf(body, key);
    return entry
      ? [problem('invalid-value', entry.key.range, `"${key}" has no meaning beside "uses": ${advice[key] ?? inside}.`)]
      : [];
  });
  if (uses.value?.kind === 'scalar' && uses.value.text.includes('${{')) {
    const message = 'Which pipeline is used must be known before the run: an expression cannot stand here.';
    problems.push(problem('invalid-value', uses.value.range, message));
  }
  return problems;
}

/** A failure of the whole is let pass, the whole has a limit in time, and all its tasks get the variables. */
const meaningful: ReadonlySet<string> = new Set(['continue_on_error', 'timeout', 'env']);

const meaningless = [
  ...runningKeys.map(({ name }) => name).filter(name => !meaningful.has(name)),
  ...['inputs', 'outputs', 'cache', 'resources', 'pool', 'priority'],
];

const inside = 'write it in the tasks of that pipeline';

const advice: Readonly<Record<string, string>> = {
  outputs: 'the "outputs" at the top level of that pipeline are the outputs of this task',
};
