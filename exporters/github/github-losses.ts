import type { Pipeline, Task } from '../../pipeline/pipeline.ts';
import { hasSpecialSign, tellCommonLosses } from '../common-losses.ts';
import type { Losses } from '../losses.ts';

/** Tells what of a pipeline GitHub Actions does not have, or would do otherwise. */
export function tellGithubLosses(pipeline: Pipeline, tasks: readonly Task[], losses: Losses): void {
  tellCommonLosses(pipeline, tasks, 'GitHub', losses);
  for (const trigger of pipeline.triggers) {
    if (trigger.kind !== 'cron') continue;
    const zone = trigger.timezone ?? 'the zone of the machine';
    if (!/^(?:etc\/)?(?:utc|gmt|uct|zulu)$/i.test(zone))
      losses.lost(undefined, 'triggers', `GitHub reads the schedule in UTC, not in ${zone}.`);
    if (trigger.startDate !== undefined || trigger.endDate !== undefined)
      losses.lost(undefined, 'triggers', 'GitHub has no first and no last day of a schedule.');
    if (hasSpecialSign(trigger.cron) || trigger.cron.trim().startsWith('@'))
      losses.refused(
        undefined,
        'triggers',
        `GitHub does not know every sign of \`${trigger.cron}\`: write it in numbers, names, lists, ranges and steps.`,
      );
    if (trigger.catchup !== 'none')
      losses.lost(undefined, 'triggers', 'GitHub does not make up for times that were missed.');
    if (trigger.overlap === 'skip' || trigger.overlap === 'queue') {
      losses.lost(
        undefined,
        'triggers',
        'When it is time while a run still goes on, GitHub lets the newest wait, and cancels others that wait.',
      );
    }
  }
  tellParams(pipeline, losses);
  if (pipeline.maxParallel !== undefined)
    losses.lost(undefined, 'max_parallel', 'GitHub starts as many jobs at once as the account may have.');
  if (pipeline.timeoutMs !== undefined) losses.lost(undefined, 'timeout', 'GitHub has no timeout of a whole workflow.');
  if (pipeline.failFast) losses.lost(undefined, 'fail_fast', 'GitHub does not stop other jobs when one fails.');
  if (Object.keys(pipeline.pools).length > 0)
    losses.lost(undefined, 'pools', 'GitHub has no named limits: all jobs that can start do.');
  for (const task of tasks) tellTask(task, losses);
}

function tellParams({ params }: Pipeline, losses: Losses): void {
  if (Object.keys(params).length > 25)
    losses.refused(undefined, 'params', 'GitHub takes at most 25 inputs when a workflow is started by hand.');
  if (Object.values(params).some(({ minimum, maximum }) => minimum !== undefined || maximum !== undefined))
    losses.lost(undefined, 'params', 'GitHub checks no minimum and no maximum of an input.');
}

function tellTask(task: Task, losses: Losses): void {
  const { name } = task;
  if (task.retries > 0) losses.lost(name, 'retries', 'GitHub does not run a job again by itself.');
  if (task.priority !== 0) losses.lost(name, 'priority', 'GitHub has no order among jobs that can start.');
  if (Object.keys(task.resources).some(key => key === 'gpus' || !task.container))
    losses.lost(name, 'resources', 'Choose a runner by its size with runs-on.');
  if (task.timeoutMs !== undefined && task.timeoutMs % 60_000 !== 0)
    losses.lost(name, 'timeout', 'GitHub counts timeouts in whole minutes: it is rounded up.');
  if (task.continueOnError)
    losses.lost(name, 'continue_on_error', 'GitHub shows the job as a success, with a step that failed.');
  const types = Object.values(task.outputs).flatMap(output => ('type' in output ? [output.type] : []));
  if (types.some(type => type !== 'string'))
    losses.lost(name, 'outputs', 'GitHub hands outputs on as texts, and does not check their types.');
  if (task.action.kind === 'pipeline' && (task.matrix || task.foreach)) {
    losses.refused(
      name,
      'uses',
      'A pipeline that is used many times, by matrix or foreach, has no counterpart in GitHub.',
    );
  }
  if (task.foreach) {
    losses.lost(name, 'foreach', 'GitHub fails the job when the list is empty, and takes at most 256 items.');
    if (Object.keys(task.outputs).length > 0)
      losses.refused(name, 'outputs', 'Of the jobs of one matrix GitHub hands on the outputs of one only.');
  }
  if (task.action.kind === 'script' && task.action.shell === 'cmd')
    losses.refused(name, 'shell', 'The jobs run on Linux, where there is no cmd.');
}
