import { bareExpression } from '../expressions/template.ts';
import type { Action, Foreach, Output, OutputType, Resources, Task, TriggerRule } from '../pipeline.ts';
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
import { parseSize } from '../size.ts';
import type { TaskBlock, ValueSyntax } from '../syntax.ts';
import { matrixOf, valuesOf } from './build-matrix.ts';

/** What a task means, with `defaults` and the language's own defaults applied. The task must have been checked. */
export function buildTask(block: TaskBlock, defaults: ValueSyntax | undefined): Task {
  const { body } = block;
  const either = <T>(read: (value: ValueSyntax | undefined, name: string) => T | undefined, name: string) =>
    read(body, name) ?? read(defaults, name);
  const condition = scalarOf(body, 'if');
  const exitCodes = valueUnder(body, 'retry_on_exit_codes') ?? valueUnder(defaults, 'retry_on_exit_codes');
  return withoutAbsent({
    name: block.name.text,
    description: scalarOf(body, 'description')?.text,
    action: actionOf(body, either(scalarOf, 'shell')?.text ?? 'sh'),
    needs: [...new Set(block.needs.map(need => need.text))],
    triggerRule: (scalarOf(body, 'trigger_rule')?.text ?? 'all_success') as TriggerRule,
    if: condition && bareExpression(condition.text).text.trim(),
    matrix: matrixOf(valueUnder(body, 'matrix')),
    foreach: foreachOf(body),
    env: textsOf(valueUnder(body, 'env')),
    workingDirectory: either(scalarOf, 'working_directory')?.text,
    retries: either(numberOf, 'retries') ?? 0,
    retryDelayMs: either(durationOf, 'retry_delay') ?? 0,
    retryBackoff: either(numberOf, 'retry_backoff') ?? 1,
    maxRetryDelayMs: either(durationOf, 'max_retry_delay'),
    retryJitter: either(numberOf, 'retry_jitter') ?? 0,
    retryOnExitCodes: exitCodes && scalarsOf(exitCodes).map(code => Number(code.value)),
    // Beside `uses` it is that of all that is used: the default is meant for one attempt.
    timeoutMs: scalarOf(body, 'uses') ? durationOf(body, 'timeout') : either(durationOf, 'timeout'),
    gracePeriodMs: either(durationOf, 'grace_period') ?? 5000,
    continueOnError: booleanOf(body, 'continue_on_error') ?? false,
    inputs: scalarsOf(valueUnder(body, 'inputs')).map(input => input.text),
    outputs: outputsOf(body),
    cache: booleanOf(body, 'cache') ?? false,
    resources: resourcesOf(valueUnder(body, 'resources')),
    pool: scalarOf(body, 'pool')?.text,
    priority: numberOf(body, 'priority') ?? 0,
  });
}

/** The same object without the properties whose value is `undefined`. */
export function withoutAbsent<T extends object>(value: { [K in keyof T]: T[K] | undefined }): T {
  for (const key of Object.keys(value) as (keyof T)[]) if (value[key] === undefined) delete value[key];
  return value as T;
}

function actionOf(body: ValueSyntax | undefined, shell: string): Action {
  const uses = scalarOf(body, 'uses');
  if (uses) return { kind: 'pipeline', file: uses.text, with: valuesOf(valueUnder(body, 'with')) };
  const run = valueUnder(body, 'run');
  if (run?.kind === 'list') return { kind: 'program', argv: scalarsOf(run).map(word => word.text) };
  return { kind: 'script', script: run?.kind === 'scalar' ? run.text : '', shell };
}

function foreachOf(body: ValueSyntax | undefined): Foreach | undefined {
  const list = scalarOf(body, 'foreach');
  return list && { list: bareExpression(list.text).text.trim(), as: scalarOf(body, 'as')?.text ?? 'item' };
}

function outputsOf(body: ValueSyntax | undefined): Readonly<Record<string, Output>> {
  const pairs = entriesOf(valueUnder(body, 'outputs')).map(({ key, value }) => {
    const path = scalarOf(value, 'path')?.text;
    const type = value?.kind === 'scalar' ? value.text : scalarOf(value, 'type')?.text;
    return [key.text, path === undefined ? { type: type as OutputType } : { path }];
  });
  return Object.fromEntries(pairs);
}

function resourcesOf(value: ValueSyntax | undefined): Resources {
  const memory = scalarOf(value, 'memory');
  return withoutAbsent<Resources>({
    cpus: numberOf(value, 'cpus'),
    memoryBytes: memory && parseSize(memory.text),
    gpus: numberOf(value, 'gpus'),
  });
}
