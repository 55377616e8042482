import { inferredType, valueAs } from '../checks/params.ts';
import { bareExpression } from '../expressions/template.ts';
import type { Param, ParamValue, Pipeline, Task, Trigger } from '../pipeline.ts';
import {
  booleanOf,
  durationOf,
  entriesOf,
  numberOf,
  scalarOf,
  scalarsOf,
  textsOf,
  valueUnder,
} from '../reading/fields.ts';
import type { MapSyntax, ValueSyntax } from '../syntax.ts';
import { executorsOf } from './build-executors.ts';
import { withoutAbsent } from './without-absent.ts';

/** What a file means. `body` is its top level without the tasks; all must have been checked. */
export function buildPipeline(body: MapSyntax, tasks: readonly Task[]): Pipeline {
  const texts = (name: string) => scalarsOf(valueUnder(body, name)).map(item => item.text);
  const triggers = valueUnder(body, 'triggers');
  return withoutAbsent<Pipeline>({
    name: scalarOf(body, 'name')?.text,
    description: scalarOf(body, 'description')?.text,
    params: Object.fromEntries(
      entriesOf(valueUnder(body, 'params')).map(({ key, value }) => [key.text, paramOf(value)]),
    ),
    env: textsOf(valueUnder(body, 'env')),
    envFiles: texts('env_files'),
    secrets: texts('secrets'),
    maxParallel: numberOf(body, 'max_parallel'),
    failFast: booleanOf(body, 'fail_fast') ?? false,
    timeoutMs: durationOf(body, 'timeout'),
    pools: poolsOf(valueUnder(body, 'pools')),
    executors: executorsOf(valueUnder(body, 'executors')),
    triggers: triggers?.kind === 'list' ? triggers.items.map(triggerOf) : [],
    outputs: textsOf(valueUnder(body, 'outputs')),
    tasks,
  });
}

function poolsOf(value: ValueSyntax | undefined): Readonly<Record<string, number>> {
  return Object.fromEntries(entriesOf(value).map(({ key }) => [key.text, numberOf(value, key.text) ?? 1]));
}

/** `threshold: 0.9` is short for a number with that default; without any value the param is a string to be given. */
function paramOf(value: ValueSyntax | undefined): Param {
  const type = inferredType(value);
  const given = value?.kind === 'scalar' ? value : scalarOf(value, 'default');
  const allowed = valueUnder(value, 'enum');
  const isGiven = given && !(given.value === null && given.style === 'plain');
  return withoutAbsent<Param>({
    type,
    default: isGiven ? valueAs(given, type) : undefined,
    description: scalarOf(value, 'description')?.text,
    enum:
      allowed &&
      scalarsOf(allowed)
        .map(item => valueAs(item, type))
        .filter((item): item is ParamValue => item !== undefined),
    minimum: numberOf(value, 'minimum'),
    maximum: numberOf(value, 'maximum'),
  });
}

function triggerOf(value: ValueSyntax): Trigger {
  const word = (name: string) => scalarOf(value, name)?.text;
  const cron = word('cron');
  if (cron !== undefined) {
    return withoutAbsent<Extract<Trigger, { kind: 'cron' }>>({
      kind: 'cron',
      cron,
      timezone: word('timezone'),
      startDate: word('start_date'),
      endDate: word('end_date'),
      catchup: oneOf(['none', 'latest', 'all'] as const, word('catchup')),
      overlap: oneOf(['skip', 'queue', 'cancel', 'allow'] as const, word('overlap')),
      jitterMs: durationOf(value, 'jitter') ?? 0,
    });
  }
  const files = valueUnder(value, 'files');
  if (files) {
    const debounceMs = durationOf(value, 'debounce') ?? 1000;
    return { kind: 'files', files: scalarsOf(files).map(item => item.text), debounceMs };
  }
  const condition = word('if');
  return withoutAbsent<Extract<Trigger, { kind: 'pipeline' }>>({
    kind: 'pipeline',
    file: word('pipeline') ?? '',
    on: oneOf(['success', 'failure', 'end'] as const, word('on')),
    if: condition === undefined ? undefined : bareExpression(condition).text.trim(),
  });
}

/** The word if it is one of those, else the first of them. */
function oneOf<T extends string>(words: readonly [T, ...(readonly T[])], word: string | undefined): T {
  return words.find(known => known === word) ?? words[0];
}
