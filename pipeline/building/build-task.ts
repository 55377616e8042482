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
import { containerOf } from './build-executors.ts';
import { matrixOf, valuesOf } from './build-matrix.ts';
import { withoutAbsent } from './without-absent.ts';

/** What a task means, with `defaults` and the language's own defaults applied. The task must have been checked. */
export function buildTask(block: TaskBlock, defaults: ValueSyntax | undefined): Task {
  const { body } = block;
  const either = <T>(read: Read<T>, name: string) => read(body, name) ?? read(defaults, name);
  const task: Task = {
    name: block.name.text,
    action: actionOf(body, either(scalarOf, 'shell')?.text ?? 'sh'),
    needs: [...new Set(block.needs.map(need => need.text))],
    triggerRule: (scalarOf(body, 'trigger_rule')?.text ?? 'all_success') as TriggerRule,
    env: textsOf(valueUnder(body, 'env')),
    retries: either(numberOf, 'retries') ?? 0,
    retryDelayMs: either(durationOf, 'retry_delay') ?? 0,
    retryBackoff: either(numberOf, 'retry_backoff') ?? 1,
    retryJitter: either(numberOf, 'retry_jitter') ?? 0,
    gracePeriodMs: either(durationOf, 'grace_period') ?? 5000,
    continueOnError: booleanOf(body, 'continue_on_error') ?? false,
    inputs: scalarsOf(valueUnder(body, 'inputs')).map(input => input.text),
    outputs: outputsOf(body),
    cache: booleanOf(body, 'cache') ?? false,
    resources: resourcesOf(valueUnder(body, 'resources')),
    priority: numberOf(body, 'priority') ?? 0,
  };
  addWritten(task, body, defaults);
  return task;
}

type Read<T> = (value: ValueSyntax | undefined, name: string) => T | undefined;

/**
 * Adds what has no default and is written. One property after the other, by its name: a large file has many tasks, and
 * an object from which properties were deleted takes four times the memory.
 */
function addWritten(
  task: { -readonly [Key in keyof Task]: Task[Key] },
  body: ValueSyntax | undefined,
  defaults: ValueSyntax | undefined,
): void {
  const either = <T>(read: Read<T>, name: string) => read(body, name) ?? read(defaults, name);
  const description = scalarOf(body, 'description')?.text;
  const condition = scalarOf(body, 'if');
  const matrix = matrixOf(valueUnder(body, 'matrix'));
  const foreach = foreachOf(body);
  const folder = either(scalarOf, 'working_directory')?.text;
  const maxRetryDelayMs = either(durationOf, 'max_retry_delay');
  const exitCodes = valueUnder(body, 'retry_on_exit_codes') ?? valueUnder(defaults, 'retry_on_exit_codes');
  // Beside `uses` it is that of all that is used: the default is meant for one attempt.
  const timeoutMs = scalarOf(body, 'uses') ? durationOf(body, 'timeout') : either(durationOf, 'timeout');
  const pool = scalarOf(body, 'pool')?.text;
  const executor = either(scalarOf, 'executor')?.text;
  // Who says that a task runs here does not mean the container of the others.
  const isHere = scalarOf(body, 'executor')?.text === 'local';
  const container = containerOf(isHere ? valueUnder(body, 'container') : either(valueUnder, 'container'));
  if (description !== undefined) task.description = description;
  if (condition) task.if = bareExpression(condition.text).text.trim();
  if (matrix) task.matrix = matrix;
  if (foreach) task.foreach = foreach;
  if (folder !== undefined) task.workingDirectory = folder;
  if (maxRetryDelayMs !== undefined) task.maxRetryDelayMs = maxRetryDelayMs;
  if (exitCodes) task.retryOnExitCodes = scalarsOf(exitCodes).map(code => Number(code.value));
  if (timeoutMs !== undefined) task.timeoutMs = timeoutMs;
  if (pool !== undefined) task.pool = pool;
  if (executor !== undefined) task.executor = executor;
  if (container) task.container = container;
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
  if (!value) return {};
  const memory = scalarOf(value, 'memory');
  return withoutAbsent<Resources>({
    cpus: numberOf(value, 'cpus'),
    memoryBytes: memory && parseSize(memory.text),
    gpus: numberOf(value, 'gpus'),
  });
}
