import type { Pipeline, Task } from '../pipeline/pipeline.ts';
import type { Losses } from './losses.ts';

/** What no other engine has, or has in its own way: told of every export. `engine` names it in the messages. */
export function tellCommonLosses(pipeline: Pipeline, tasks: readonly Task[], engine: string, losses: Losses): void {
  if (pipeline.envFiles.length > 0) {
    losses.lost(
      undefined,
      'env_files',
      `${engine} does not read ${pipeline.envFiles.join(', ')}: set the variables where its tasks run.`,
    );
  }
  for (const trigger of pipeline.triggers) {
    if (trigger.kind === 'files')
      losses.lost(undefined, 'triggers', `${engine} does not start it when ${trigger.files.join(', ')} change.`);
    if (trigger.kind === 'pipeline')
      losses.lost(undefined, 'triggers', `${engine} does not start it when a run of ${trigger.file} ends.`);
    if (trigger.kind === 'cron' && trigger.jitterMs > 0)
      losses.lost(undefined, 'triggers', `${engine} starts at the very time, without jitter.`);
    if (trigger.kind === 'cron' && trigger.cron.trim().split(/\s+/).length > 5)
      losses.refused(undefined, 'triggers', `A schedule of ${engine} knows no seconds: write five fields.`);
  }
  if (Object.keys(pipeline.executors ?? {}).length > 0)
    losses.lost(undefined, 'executors', `Executors are those of Dagwright: ${engine} has places of its own for tasks.`);
  const groups = new Set(tasks.map(({ group }) => group));
  for (const task of tasks) {
    if (task.matrix && !groups.has(task.name))
      losses.refused(task.name, 'matrix', 'Its matrix has no combination: leave the task out.');
    tellExecutor(task, pipeline, engine, losses);
    if (task.cache) losses.lost(task.name, 'cache', 'There is no cache: it is run each time.');
    if (task.retries > 0 && task.retryJitter > 0)
      losses.lost(task.name, 'retry_jitter', `${engine} has no share of chance in its waits.`);
    if (task.gracePeriodMs !== 5000)
      losses.lost(
        task.name,
        'grace_period',
        `How long a stopped task is waited for is a setting of ${engine}, not of a task.`,
      );
  }
}

/** A container is told by each engine; without one a task runs where the engine runs all. */
function tellExecutor({ name, executor, container }: Task, pipeline: Pipeline, engine: string, losses: Losses): void {
  const type = executor === undefined ? 'local' : (pipeline.executors?.[executor]?.type ?? executor);
  const isKept = type === 'local' || (container !== undefined && /^(?:docker|podman|kubernetes)$/.test(type));
  if (isKept) return;
  const instead = engine === 'GitHub' ? ': say where with runs-on' : '';
  losses.lost(name, 'executor', `${engine} runs it where it runs all tasks, not by \`${executor}\`${instead}.`);
}

/** Whether a schedule says more than numbers, names, lists, ranges and steps. */
export function hasSpecialSign(cron: string): boolean {
  return /[^\d\s*/,-]/.test(cron.trim().replace(/^@\w+$|\b[A-Za-z]{3}\b/g, ''));
}

/** The readable names of all things that can need a unique place in a file: letters, digits and `sign`. */
export function plainName(name: string, sign = '-'): string {
  const plain = name.replace(/[^A-Za-z0-9]+/g, sign);
  return plain.replace(new RegExp(`^\\${sign}+|\\${sign}+$`, 'g'), '') || 'pipeline';
}
