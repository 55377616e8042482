import type { Pipeline, Task } from '../../pipeline/pipeline.ts';
import { tellCommonLosses } from '../common-losses.ts';
import type { Losses } from '../losses.ts';

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
    if (cron.catchup !== 'none')
      losses.lost(undefined, 'triggers', 'Argo does not make up for times that were missed.');
    if (cron.overlap === 'queue')
      losses.lost(
        undefined,
        'triggers',
        'When it is time while a run still goes on, Argo leaves the new one out, and lets none wait.',
      );
    if (cron.startDate !== undefined || cron.endDate !== undefined)
      losses.lost(undefined, 'triggers', 'Argo has no first and no last day of a schedule.');
    if (cron.timezone !== first?.timezone || cron.overlap !== first?.overlap)
      losses.refused(
        undefined,
        'triggers',
        'Argo has one time zone and one overlap for all schedules: export a file for each.',
      );
  }
  if (crons.length > 0 && Object.values(pipeline.params).some(param => param.default === undefined)) {
    losses.refused(undefined, 'params', 'A schedule gives no params: give each a default.');
  }
  const byName = new Map(tasks.map(task => [task.name, task]));
  for (const task of tasks) tellTask(task, byName, losses);
}

function tellTask(task: Task, tasks: ReadonlyMap<string, Task>, losses: Losses): void {
  const { name, action } = task;
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
