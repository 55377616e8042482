import { formatDuration } from '../../../pipeline/duration.ts';
import type { Json } from '../../../pipeline/pipeline.ts';
import { statusText } from '../../run-directory/wording.ts';
import { oneLine } from '../one-line.ts';
import type { Paint } from '../paint.ts';
import type { Symbols } from '../symbols.ts';
import { cutTo, tableText } from '../table.ts';
import type { Change } from './change.ts';
import type { Difference, TaskDifference } from './difference.ts';

/** What differed, a line for each thing; texts that are long are cut to their first difference. */
export function differenceText({ run, tasks, same }: Difference, paint: Paint, symbols: Symbols): string {
  const rest = `${same} ${same === 1 ? 'task' : 'tasks'} without a difference`;
  return [
    ...(run.length > 0
      ? [
          tableText(
            run.map(change => row(change, paint, symbols)),
            '  ',
          ),
          '\n',
        ]
      : []),
    ...tasks.map(task => taskText(task, paint, symbols)),
    tasks.length + run.length === 0
      ? `  Nothing differed in ${rest.replace(' without a difference', '')}.\n`
      : `  ${paint('dim', rest)}\n`,
  ].join('');
}

const marks = { added: '+', removed: '-', changed: '~' } as const;
const colours = { added: 'green', removed: 'red', changed: 'yellow' } as const;

function taskText(task: TaskDifference, paint: Paint, symbols: Symbols): string {
  const head = `  ${paint(colours[task.kind], `${marks[task.kind]} ${oneLine(task.task)}`)}\n`;
  const rows = [
    ...task.definition.map(change => row(change, paint, symbols)),
    ...[task.status, task.source, task.attempts].flatMap(change => (change ? [row(change, paint, symbols)] : [])),
    ...(task.missed ?? []).map((found, place) => [paint('dim', place === 0 ? 'not cached' : ''), oneLine(found)]),
    ...task.outputs.map(change => row({ ...change, what: `output ${change.what}` }, paint, symbols)),
    ...(task.duration ? [durationRow(task.duration, paint, symbols)] : []),
  ];
  return head + tableText(rows, '      ');
}

const measured = /^(?:output|param) /;

function row({ what, before, after }: Change, paint: Paint, { arrow, ellipsis }: Symbols): string[] {
  const [one, other] = cutToDifference(shown(what, before), shown(what, after), ellipsis);
  const delta =
    measured.test(what) && typeof before === 'number' && typeof after === 'number'
      ? `  ${paint('dim', deltaText(before, after))}`
      : '';
  return [paint('dim', oneLine(what)), `${one} ${arrow} ${other}${delta}`];
}

function durationRow({ before, after }: Change, paint: Paint, { arrow }: Symbols): string[] {
  const [one, other] = [Number(before), Number(after)];
  const factor = one > 0 ? `  ${paint('dim', `${(other / one).toFixed(other < 10 * one ? 1 : 0)} times`)}` : '';
  return [paint('dim', 'took'), `${formatDuration(one)} ${arrow} ${formatDuration(other)}${factor}`];
}

function shown(what: string, value: Json | undefined): string {
  if (value === undefined) return 'none';
  if (typeof value === 'number' && durations.has(what)) return formatDuration(value);
  if (typeof value !== 'string') return typeof value === 'boolean' ? (value ? 'yes' : 'no') : JSON.stringify(value);
  return what === 'status' ? statusText(value) : value;
}

/** Keys of a task whose values are milliseconds. */
const durations: ReadonlySet<string> = new Set(['timeout', 'retry_delay', 'max_retry_delay', 'grace_period']);

const longest = 60;

/** Of two long texts the part around their first difference. */
function cutToDifference(one: string, other: string, ellipsis: string): [string, string] {
  const texts = [one, other].map(oneLine) as [string, string];
  if (texts.every(text => text.length <= longest)) return texts;
  let same = 0;
  while (same < texts[0].length && texts[0][same] === texts[1][same]) same++;
  const start = Math.max(0, same - 20);
  return texts.map(text => cutTo((start > 0 ? ellipsis : '') + text.slice(start), longest)) as [string, string];
}

/** `+0.02 (+2.2 %)` */
function deltaText(before: number, after: number): string {
  const sign = after > before ? '+' : '';
  const delta = `${sign}${Number((after - before).toPrecision(6))}`;
  if (before === 0) return delta;
  return `${delta} (${sign}${Number((((after - before) / Math.abs(before)) * 100).toPrecision(2))} %)`;
}
