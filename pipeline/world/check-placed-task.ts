import { checkOptions } from '../checks/executor-options.ts';
import type { Executor } from '../pipeline.ts';
import { type Problem, problem } from '../problem.ts';
import { entriesOf, entryOf, numberOf, scalarOf, scalarsOf, valueUnder } from '../reading/fields.ts';
import type { ScalarSyntax, ValueSyntax } from '../syntax.ts';
import type { TextRange } from '../text-range.ts';

/** What a task says that its executor cannot do, as far as the file tells: `container` is the one that it has, its own or that of `defaults`. */
export function checkPlacedTask(
  body: ValueSyntax | undefined,
  executor: Executor,
  container: ValueSyntax | undefined,
  place: TextRange,
): Problem[] {
  const isOwn = entryOf(body, 'container')?.value === container;
  const at = ({ range }: ScalarSyntax) => (isOwn ? range : place);
  const inContainer = [...checkUser(executor, container, at), ...checkVolumes(executor, container, at)];
  const options = executor.type === 'kubernetes' ? checkUseless(container, at) : optionsOf(container, isOwn, place);
  return [...inContainer, ...options, ...checkFiles(body, executor), ...checkCpus(body, executor)];
}

type At = (scalar: ScalarSyntax) => TextRange;

function optionsOf(container: ValueSyntax | undefined, isOwn: boolean, place: TextRange): Problem[] {
  const found = checkOptions('docker', container);
  return isOwn ? found : found.map(each => ({ ...each, range: place }));
}

function checkUser({ type }: Executor, container: ValueSyntax | undefined, at: At): Problem[] {
  const user = scalarOf(container, 'user');
  if (type !== 'kubernetes' || !user || /^\d+(:\d+)?$/.test(user.text)) return [];
  const message = `The user "${user.text}" is a name: Kubernetes takes numbers, such as "1000:1000".`;
  return [problem('invalid-value', at(user), message)];
}

function checkVolumes({ type }: Executor, container: ValueSyntax | undefined, at: At): Problem[] {
  const [form, words] =
    type === 'kubernetes'
      ? [/^[^:.][^:]*:\/[^:]*(:[^:]*)?$/, 'claim:/folder or /folder-of-the-node:/folder']
      : [/^(\/[^:]*|([A-Za-z]:\\)?[^:]+:\/[^:]*(:[^:]*)?)$/, 'source:/folder, or source:/folder:ro'];
  return scalarsOf(valueUnder(container, 'volumes')).flatMap(volume => {
    if (volume.text.includes('${{') || form.test(volume.text)) return [];
    return [problem('invalid-value', at(volume), `"${volume.text}" is no volume of a container: write ${words}.`)];
  });
}

function checkUseless(container: ValueSyntax | undefined, at: At): Problem[] {
  const [first] = scalarsOf(valueUnder(container, 'options'));
  const message =
    'The "options" of a container are those of docker and podman: Kubernetes has no use for them, take them out.';
  return first ? [problem('invalid-value', at(first), message)] : [];
}

function checkFiles(body: ValueSyntax | undefined, executor: Executor): Problem[] {
  if (executor.type !== 'kubernetes' || executor.volume !== undefined) return [];
  const file = entriesOf(valueUnder(body, 'outputs')).find(({ value }) => entryOf(value, 'path'));
  if (!file) return [];
  const message = `"${file.key.text}" is a file, and its executor has no "volume" to keep it: give it one.`;
  return [problem('invalid-value', file.key.range, message)];
}

function checkCpus(body: ValueSyntax | undefined, executor: Executor): Problem[] {
  if (executor.type !== 'slurm' || executor.mode !== 'pilot' || executor.cpus === undefined) return [];
  const resources = valueUnder(body, 'resources');
  const cpus = numberOf(resources, 'cpus');
  const entry = entryOf(resources, 'cpus');
  if (!entry || cpus === undefined || Math.ceil(cpus) <= executor.cpus) return [];
  const message = `It needs ${cpus} processors, and the allocation of its executor has ${executor.cpus}: raise its "cpus".`;
  return [problem('invalid-value', entry.value?.range ?? entry.key.range, message)];
}
