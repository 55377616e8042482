import type { Pipeline, Task, Trigger } from '../../pipeline/pipeline.ts';
import { tellCommonLosses } from '../common-losses.ts';
import type { Losses } from '../losses.ts';
import { tellPodLosses } from '../pod-settings.ts';
import { airflowCron } from './airflow-cron.ts';
import { podSecret } from './dag-file.ts';
import { shellCommands } from './task-class.ts';

/** Tells what of a pipeline Airflow does not have, or would do otherwise. */
export function tellAirflowLosses(pipeline: Pipeline, tasks: readonly Task[], name: string, losses: Losses): void {
  const hasPods = tasks.some(({ container }) => container);
  tellCommonLosses(pipeline, tasks, 'Airflow', losses);
  if (pipeline.secrets.length > 0) {
    const names = pipeline.secrets.join(', ');
    losses.lost(
      undefined,
      'secrets',
      `Airflow does not fetch ${names}, nor mask it: set it in the environment of its workers${hasPods ? `; pods have it from the Secret ${podSecret(name)}` : ''}.`,
    );
  }
  if (Object.keys(pipeline.pools).length > 0) {
    losses.lost(
      undefined,
      'pools',
      'Pools of Airflow are shared by all its runs, and must be there: airflow pools import pools.json.',
    );
  }
  if (pipeline.failFast && tasks.some(({ triggerRule }) => triggerRule !== 'all_success')) {
    losses.refused(undefined, 'fail_fast', 'With fail_fast, Airflow takes no other trigger_rule than all_success.');
  }
  const crons = pipeline.triggers.filter(trigger => trigger.kind === 'cron');
  for (const cron of crons) tellSchedule(cron, losses);
  tellManySchedules(crons, losses);
  if (crons.length > 0 && Object.values(pipeline.params).some(param => param.default === undefined)) {
    losses.refused(undefined, 'params', 'Airflow takes no schedule with a param that has no default: give it one.');
  }
  for (const task of tasks) tellTask(task, losses);
}

type CronTrigger = Extract<Trigger, { kind: 'cron' }>;

function tellSchedule(cron: CronTrigger, losses: Losses): void {
  if (airflowCron(cron.cron) === undefined)
    losses.refused(undefined, 'triggers', `Airflow does not know every sign of \`${cron.cron}\`: write it otherwise.`);
  if (cron.timezone === undefined)
    losses.lost(undefined, 'triggers', 'Without a timezone Airflow reads the schedule in UTC: say one.');
  if (cron.catchup === 'none') {
    losses.lost(
      undefined,
      'triggers',
      'After a pause, Airflow makes up for the last time that was missed: that is `catchup: latest`.',
    );
  }
  if (cron.overlap === 'skip' || cron.overlap === 'cancel') {
    const instead = 'Airflow lets it wait (`overlap: queue`)';
    losses.lost(
      undefined,
      'triggers',
      `When it is time while a run still goes on, ${instead}, and does not ${cron.overlap} one.`,
    );
  }
}

function tellManySchedules(crons: readonly CronTrigger[], losses: Losses): void {
  const [first, ...others] = crons;
  const isLike = (other: CronTrigger) =>
    (['timezone', 'startDate', 'endDate', 'catchup', 'overlap'] as const).every(key => other[key] === first?.[key]);
  if (others.every(isLike)) return;
  losses.refused(
    undefined,
    'triggers',
    'A DAG has one time zone, one start, one end and one catchup for all its schedules: export a file for each.',
  );
}

function tellTask(task: Task, losses: Losses): void {
  const { action, resources, container } = task;
  if (container) {
    losses.lost(
      task.name,
      'container',
      'Airflow runs it in a pod of Kubernetes, with the files of the repository from the volume claim CLAIM: say which in the file. Its image needs sh and base64.',
    );
    tellPodLosses(task, losses);
  } else if (Object.keys(resources).length > 0) {
    losses.lost(
      task.name,
      'resources',
      'Airflow does not pack what runs on a worker by resources: use pools, or its executor.',
    );
  }
  if (task.retries > 0 && task.retryBackoff !== 1) {
    losses.lost(task.name, 'retry_backoff', 'Airflow makes waits that grow up to twice as long, by chance.');
  }
  if (action.kind === 'script' && shellCommands[action.shell] === undefined && !action.shell.includes('{0}')) {
    losses.refused(task.name, 'shell', `Workers of Airflow run on Linux, where there is no ${action.shell}.`);
  }
  if (action.kind === 'pipeline' && task.timeoutMs !== undefined) {
    losses.lost(task.name, 'timeout', 'Airflow has no timeout for a part of a DAG: give its tasks one each.');
  }
}
