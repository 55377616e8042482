import type { Container, Executor } from '../pipeline.ts';
import { durationOf, entriesOf, numberOf, scalarOf, scalarsOf, valueUnder } from '../reading/fields.ts';
import type { ValueSyntax } from '../syntax.ts';
import { withoutAbsent } from './without-absent.ts';

/** What `executors` says; `undefined` when it is not there. It must have been checked. */
export function executorsOf(value: ValueSyntax | undefined): Readonly<Record<string, Executor>> | undefined {
  if (!value) return undefined;
  const pairs = entriesOf(value).flatMap(({ key, value: settings }) => {
    const executor = executorOf(key.text, settings);
    return executor ? [[key.text, executor] as const] : [];
  });
  return Object.fromEntries(pairs);
}

/** The settings of the executor `name`, where all that is not said is as usual; `undefined` when it has no known type. */
export function executorOf(name: string, value?: ValueSyntax): Executor | undefined {
  const word = (key: string) => scalarOf(value, key)?.text;
  const options = scalarsOf(valueUnder(value, 'options')).map(({ text }) => text);
  const kind = (word('type') ?? name) as Executor['type'];
  const maxParallel = numberOf(value, 'max_parallel');
  switch (kind) {
    case 'docker':
    case 'podman':
      return { type: kind, options };
    case 'ssh':
      return withoutAbsent<Extract<Executor, { type: 'ssh' }>>({
        type: kind,
        hosts: hostsOf(valueUnder(value, 'hosts')),
        sync: word('sync') === 'rsync' ? 'rsync' : 'none',
        directory: word('directory'),
        options,
        maxParallel,
      });
    case 'slurm':
      return withoutAbsent<Extract<Executor, { type: 'slurm' }>>({
        type: kind,
        mode: word('mode') === 'pilot' ? 'pilot' : 'batch',
        partition: word('partition'),
        account: word('account'),
        qos: word('qos'),
        timeMs: durationOf(value, 'time'),
        cpus: numberOf(value, 'cpus'),
        options,
        maxParallel,
      });
    case 'kubernetes':
      return withoutAbsent<Extract<Executor, { type: 'kubernetes' }>>({
        type: kind,
        context: word('context'),
        namespace: word('namespace'),
        volume: word('volume'),
        maxParallel,
      });
    case 'local':
      return { type: kind };
    default:
      return kind satisfies never;
  }
}

function hostsOf(value: ValueSyntax | undefined): Extract<Executor, { type: 'ssh' }>['hosts'] {
  if (value?.kind !== 'list') return [];
  return value.items.map(item =>
    item.kind === 'scalar'
      ? { host: item.text, slots: 1 }
      : { host: scalarOf(item, 'host')?.text ?? '', slots: numberOf(item, 'slots') ?? 1 },
  );
}

/** What `container` says: an image alone, or its details. */
export function containerOf(value: ValueSyntax | undefined): Container | undefined {
  if (!value) return undefined;
  const texts = (key: string) => scalarsOf(valueUnder(value, key)).map(({ text }) => text);
  return withoutAbsent<Container>({
    image: (value.kind === 'scalar' ? value : scalarOf(value, 'image'))?.text ?? '',
    volumes: texts('volumes'),
    user: scalarOf(value, 'user')?.text,
    options: texts('options'),
  });
}
