import type { Executor } from '../pipeline.ts';
import { type Problem, problem } from '../problem.ts';
import { scalarsOf, valueUnder } from '../reading/fields.ts';
import type { ValueSyntax } from '../syntax.ts';

/** Tells of arguments in `options` under which the program that an executor of this type starts could not be watched. */
export function checkOptions(type: string, value: ValueSyntax | undefined): Problem[] {
  const refused = refusals.get(type) ?? {};
  return scalarsOf(valueUnder(value, 'options')).flatMap(option => {
    const name = option.text.split('=', 1)[0] ?? '';
    const why = Object.hasOwn(refused, name) ? refused[name] : undefined;
    return why === undefined ? [] : [problem('invalid-value', option.range, `"${name}" cannot be an option: ${why}`)];
  });
}

const ownName = 'a container is found again by the name that Dagwright gives it.';
const detached = 'Dagwright stays with the container to its end.';
const terminal = 'a task has no terminal.';
const ofContainers = {
  ...{ '--name': ownName, '-d': detached, '--detach': detached, '--restart': 'write "retries" instead.' },
  ...{ '-t': terminal, '--tty': terminal, '-it': terminal, '-ti': terminal },
};

const waits = 'Dagwright asks the queue for all jobs at once.';
const array = 'a task is one job. Write "matrix" or "foreach" instead.';
const input = 'the script of a task goes to the host by the input of ssh.';
const background = 'Dagwright stays with ssh to its end.';

/** Of each type, what cannot be said, and why. */
const refusals: ReadonlyMap<string, Readonly<Record<string, string>>> = new Map(
  Object.entries({
    docker: ofContainers,
    podman: ofContainers,
    slurm: {
      ...{ '-a': array, '--array': array, '-W': waits, '--wait': waits },
      '--comment': 'a job is found again by the comment that Dagwright gives it.',
      '--requeue': 'a job that is lost is submitted again by Dagwright. For what fails, write "retries".',
      '--test-only': 'nothing would be submitted.',
      '--wrap': 'what runs is the "run" of the task.',
    },
    ssh: { '-n': input, '-f': background, '-N': 'nothing would be run.', '-t': terminal, '-tt': terminal },
  } satisfies Partial<Record<Executor['type'], Readonly<Record<string, string>>>>),
);
