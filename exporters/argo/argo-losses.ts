import type { Pipeline, Task } from '../../pipeline/pipeline.ts';
import { hasSpecialSign, tellCommonLosses } from '../common-losses.ts';
import type { Losses } from '../losses.ts';
import { tellPodLosses } from '../pod-settings.ts';

/** Tells what of a pipeline Argo Workflows does not have, or would do otherwise. */
export function tellArgoLosses(pipeline: Pipeline, tasks: readonly Task[], losses: Losses): void {
  tellCommonLosses(pipeline, tasks, 'Argo', losses);
  losses.lost(
    undefined,
    'tasks',
    'Argo runs each task in a container: say which with the parameters `image` and `claim`, the volume with the files of the repository.',
  );
  if (pipeline.secrets.length > 0)
    losses.lost(
      undefined,
      'secrets',
      'Argo does not mask secrets in logs; they come from the Secret that is named in the file.',
    );
  const crons = pipeline.triggers.filter(trigger => trigger.kind === 'cron');
  const [first] = crons;
  for (const cron of crons) {
    if (cron.timezone === undefined)
      losses.lost(
        undefined,
        'triggers',
        'Without a timezone Argo reads the schedule in that of its controller: say one.',
      );
    if (cron.catchup === 'all')
      losses.lost(undefined, 'triggers', 'Of the times that were missed, Argo makes up for the last only.');
    if (hasSpecialSign(cron.cron))
      losses.refused(undefined, 'triggers', `Argo does not know every sign of \`${cron.cron}\`: write it otherwise.`);
    if (cron.overlap === 'queue')
      losses.lost(
        undefined,
        'triggers',
        'When it is time while a run still goes on, Argo leaves the new one out, and lets none wait.',
      );
    if (cron.startDate !== undefined || cron.endDate !== undefined)
      losses.lost(undefined, 'triggers', 'Argo has no first and no last day of a schedule.');
    if (cron.timezone !== first?.timezone || cron.overlap !== first?.overlap || cron.catchup !== first?.catchup)
      losses.refused(
        undefined,
        'triggers',
        'Argo has one time zone, one overlap and one catchup for all schedules: export a file for each.',
      );
  }
  if (crons.length > 0 && Object.values(pipeline.params).some(param => param.default === undefined)) {
    losses.refused(undefined, 'params', 'A schedule gives no params: give each a default.');
  }
  tellParams(pipeline, losses);
  const byName = new Map(tasks.map(task => [task.name, task]));
  for (const task of tasks) tellTask(task, byName, losses);
}

function tellParams({ params, timeoutMs }: Pipeline, losses: Losses): void {
  if (timeoutMs !== undefined && timeoutMs % 1000 !== 0) losses.lost(undefined, 'timeout', wholeSeconds);
  for (const [name, param] of Object.entries(params)) {
    if (typeof param.default === 'string' && param.default.includes('{{'))
      losses.refused(undefined, 'params', `Argo would read {{ in \`${name}\` as its own: write it otherwise.`);
    if (param.type !== 'string' || param.minimum !== undefined || param.maximum !== undefined)
      losses.lost(undefined, 'params', 'Argo takes any text for a parameter: types and limits are not checked.');
  }
}

const wholeSeconds = 'Argo counts in whole seconds: it is rounded up.';

function tellTimes({ name, timeoutMs = 0, retries, retryDelayMs, maxRetryDelayMs = 0 }: Task, losses: Losses): void {
  if (timeoutMs % 1000 !== 0) losses.lost(name, 'timeout', wholeSeconds);
  if (retries > 0 && (retryDelayMs % 1000 !== 0 || maxRetryDelayMs % 1000 !== 0))
    losses.lost(name, 'retry_delay', wholeSeconds);
}

function tellContainer(task: Task, losses: Losses): void {
  const needs = Object.keys(task.outputs).length > 0 ? 'sh and awk' : 'sh';
  losses.lost(task.name, 'container', `The files of the repository are seen at /workspace. Its image needs ${needs}.`);
  tellPodLosses(task, losses);
}

function tellTask(task: Task, tasks: ReadonlyMap<string, Task>, losses: Losses): void {
  const { name, action } = task;
  tellTimes(task, losses);
  if (task.container) tellContainer(task, losses);
  const values = [task.matrix?.axes ?? {}, task.matrix?.include ?? []];
  if (JSON.stringify(values).includes('{{'))
    losses.refused(name, 'matrix', 'Argo would read {{ as its own: write it otherwise.');
  if (task.priority !== 0) losses.lost(name, 'priority', 'Argo has no order among tasks that can start.');
  const types = Object.values(task.outputs).flatMap(output => ('type' in output ? [output.type] : []));
  if (types.some(type => type !== 'string'))
    losses.lost(name, 'outputs', 'Argo hands outputs on as texts, and does not check their types.');
  if (action.kind === 'script' && action.shell === 'cmd')
    losses.refused(name, 'shell', 'The containers run on Linux, where there is no cmd.');
  if (task.needs.some(need => Object.keys(tasks.get(need)?.outputs ?? {}).length > 0)) {
    losses.lost(
      name,
      'needs',
      'There is no file PIPELINE_INPUTS: read the outputs of other tasks as ${{ tasks.….outputs.… }}.',
    );
  }
  if (task.foreach) {
    losses.lost(name, 'foreach', 'When the list is empty, Argo skips the task; here it is a success.');
    if (Object.keys(task.outputs).length > 0)
      losses.refused(
        name,
        'outputs',
        'Argo hands the outputs of all items on as texts in a list, which no other task here can read.',
      );
  }
  const isMany = task.matrix !== undefined || task.foreach !== undefined;
  if (isMany && action.kind === 'pipeline')
    losses.refused(name, 'uses', 'A pipeline that is used many times has no counterpart in Argo.');
  if (action.kind === 'pipeline' && task.timeoutMs !== undefined)
    losses.lost(name, 'timeout', 'Argo has no timeout for a part of a workflow.');
}
