import type { Pipeline, Trigger } from '../../pipeline/pipeline.ts';
import { airflowCron } from './airflow-cron.ts';
import { timedelta } from './airflow-task.ts';
import { pythonString, pythonValue } from './python-text.ts';

/** The arguments of the DAG that say when it runs and how much of it at once, and what they need to be imported. */
export function dagArguments(
  pipeline: Pipeline,
  hasMacros: boolean,
): { readonly lines: readonly string[]; readonly imports: readonly string[] } {
  const crons = pipeline.triggers.filter((trigger): trigger is CronTrigger => trigger.kind === 'cron');
  const [first] = crons;
  const timetable = crons.length > 1 ? 'MultipleCronTriggerTimetable' : 'CronTriggerTimetable';
  const zone = first?.timezone ?? 'UTC';
  const lines = [
    first
      ? `schedule=${timetable}(${crons.map(({ cron }) => pythonString(airflowCron(cron) ?? cron)).join(', ')}, timezone=${pythonString(zone)}),`
      : 'schedule=None,',
    ...(first?.startDate === undefined ? [] : [`start_date=${moment(first.startDate, zone, false)},`]),
    ...(first?.endDate === undefined ? [] : [`end_date=${moment(first.endDate, zone, true)},`]),
    `catchup=${first?.catchup === 'all' ? 'True' : 'False'},`,
    ...(first && first.overlap !== 'allow' ? ['max_active_runs=1,'] : []),
    ...(pipeline.maxParallel === undefined ? [] : [`max_active_tasks=${pipeline.maxParallel},`]),
    ...(pipeline.timeoutMs === undefined ? [] : [`dagrun_timeout=${timedelta(pipeline.timeoutMs)},`]),
    ...(pipeline.failFast ? ['fail_fast=True,'] : []),
    ...paramLines(pipeline),
    'default_args={"retries": 0, "weight_rule": "absolute"},',
    ...(hasMacros ? ['user_defined_macros=MACROS,', 'user_defined_filters=MACROS,'] : []),
  ];
  return { lines, imports: first ? [timetable] : [] };
}

type CronTrigger = Extract<Trigger, { kind: 'cron' }>;

/** A day ends at its last second. */
function moment(text: string, zone: string, isEnd: boolean): string {
  const time = text.length > 10 ? text : `${text}T${isEnd ? '23:59:59' : '00:00:00'}`;
  return `pendulum.parse(${pythonString(time)}, tz=${pythonString(zone)})`;
}

function paramLines({ params }: Pipeline): readonly string[] {
  const entries = Object.entries(params).map(
    ([name, { default: value, type, description, enum: values, minimum, maximum }]) => {
      const words = [
        ...(value === undefined ? [] : [pythonValue(value)]),
        `type=${pythonString(type)}`,
        ...(description === undefined ? [] : [`description=${pythonString(description)}`]),
        ...(values === undefined ? [] : [`enum=${pythonValue(values)}`]),
        ...(minimum === undefined ? [] : [`minimum=${minimum}`]),
        ...(maximum === undefined ? [] : [`maximum=${maximum}`]),
      ];
      return `    ${pythonString(name)}: Param(${words.join(', ')}),`;
    },
  );
  return entries.length === 0 ? [] : ['params={', ...entries, '},'];
}
