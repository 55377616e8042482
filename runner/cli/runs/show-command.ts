import { formatDuration } from '../../../pipeline/duration.ts';
import { type RunPath, runPath } from '../../history/run-path.ts';
import { progressOf } from '../../run-directory/counted-tasks.ts';
import { lookedUpSince, lookedUpText } from '../../run-directory/looked-up-since.ts';
import { shownStatus } from '../../run-directory/shown-status.ts';
import { tasksInOrder } from '../../run-directory/tasks-in-order.ts';
import { placeText, statusText, whyText } from '../../run-directory/wording.ts';
import type { RunState, TaskState } from '../../run-state.ts';
import { oneLine } from '../one-line.ts';
import { type Paint, paintFor } from '../paint.ts';
import { countsText } from '../run/summary-text.ts';
import { paintStatus, type Symbols, symbolsFor } from '../symbols.ts';
import { tableText } from '../table.ts';
import { localTime } from '../time-text.ts';
import { type FoundRun, findRun } from './find-run.ts';
import { runRecord } from './run-record.ts';
import { timelineText } from './timeline.ts';

/** `dagwright show`: prints how a run stands; answers the exit code. */
export async function show(typed: string, options: { readonly format: 'text' | 'json' }): Promise<number> {
  const run = await findRun(typed);
  if (options.format === 'json') {
    process.stdout.write(`${JSON.stringify(runRecord(run.id, run.folder, run.state), undefined, 2)}\n`);
  } else {
    const paint = paintFor(process.stdout, process.env);
    const width = process.stdout.columns || 120;
    process.stdout.write(runText(run, Date.now(), width, paint, symbolsFor(process.env, process.platform)));
  }
  return 0;
}

/** How a run stands, in words and as a picture of its time that is `width` columns wide. */
export function runText(run: FoundRun, now: number, width: number, paint: Paint, symbols: Symbols): string {
  const { state } = run;
  const { started, status } = state;
  const symbol = paintStatus(paint, status, symbols.status[status]);
  const details = detailsOf(run, now).map(([label, value]) => [paint('dim', label), value]);
  const tasks = tasksInOrder(state);
  const outputs = tasks.flatMap(task => outputRows(task, paint));
  const path = runPath(state);
  const timeline = timelineText(state, now, { width, paint, symbols, stressed: new Set(path.critical) });
  return [
    `${symbol} ${paint('bold', oneLine(started.name))}  ${paintStatus(paint, status, status)}\n`,
    tableText(details, '  '),
    '\n',
    tableText(
      tasks.map(task => taskRow(task, state, now, paint, symbols)),
      '  ',
    ),
    ...(timeline === '' ? [] : ['\n', timeline]),
    ...(path.critical.length > 1 ? [`\n  ${paint('dim', 'critical path')}  ${pathText(path, symbols)}\n`] : []),
    ...(outputs.length > 0 ? [`\n  ${paint('dim', 'outputs')}\n`, tableText(outputs, '  ')] : []),
  ].join('');
}

function detailsOf({ id, folder, state }: FoundRun, now: number): [string, string][] {
  const { started, status, endedAt, message, owner } = state;
  const { git, params } = started;
  const took = formatDuration((endedAt ?? now) - started.at);
  const howLong = { running: [`running for ${took}`], interrupted: [] }[String(status)] ?? [`took ${took}`];
  return [
    ['run', id],
    ...(message === undefined ? [] : [['message', oneLine(message)] satisfies [string, string]]),
    ...(status === 'interrupted' ? [['message', 'its runner is gone without an end'] satisfies [string, string]] : []),
    ['file', started.file],
    ['started', [localTime(started.at), ...howLong].join(', ')],
    ...state.resumptions.map(({ at, after }): [string, string] => [
      'resumed',
      `${localTime(at)}, ${formatDuration(Math.max(0, at - after))} after its last record`,
    ]),
    ...Object.entries(params).map(([name, value]): [string, string] => [`param ${name}`, oneLine(String(value))]),
    ['tasks', progressText(state)],
    ['on', `${owner.host}, process ${owner.pid}, ${started.maxParallel} at once`],
    ['versions', `dagwright ${started.versions.dagwright}, node ${started.versions.node}`],
    ...(git ? [['commit', `${git.commit}${git.dirty ? ' with changes' : ''}`] satisfies [string, string]] : []),
    ['folder', folder],
  ];
}

function taskRow(task: TaskState, run: RunState, now: number, paint: Paint, symbols: Symbols): string[] {
  const status = shownStatus(task, run);
  const lookedUp = lookedUpSince(task, run);
  const begun = task.attempts[0]?.startedAt ?? task.openedAt ?? lookedUp;
  // The clock of what was interrupted has stopped.
  const end = task.endedAt ?? (status === 'interrupted' ? undefined : now);
  const why = lookedUp === undefined ? whyText(task) : lookedUpText;
  return [
    paintStatus(paint, status, symbols.status[status]),
    '  '.repeat(depthOf(task, run)) + task.name,
    paintStatus(paint, status, statusText(status)),
    begun === undefined || end === undefined ? '' : formatDuration(end - begun),
    attemptsText(task),
    why === undefined ? '' : paint('dim', oneLine(why)),
  ];
}

function outputRows(task: TaskState, paint: Paint): string[][] {
  return Object.entries(task.outputs ?? {}).map(([name, value]) => [
    `${task.name}.${name}`,
    paint('dim', oneLine(typeof value === 'string' ? value : JSON.stringify(value))),
  ]);
}

function attemptsText({ attempts, source }: TaskState): string {
  if (source) return source.kind === 'cache' ? 'cached' : `from run ${source.run}`;
  const place = attempts.at(-1)?.place;
  return [...(attempts.length > 1 ? [`${attempts.length} attempts`] : []), ...(place ? [placeText(place)] : [])].join(
    ', ',
  );
}

/** How many groups a task stands in. */
function depthOf({ definition }: TaskState, run: RunState): number {
  let depth = 0;
  for (let { group } = definition; group !== undefined && depth < deepest; depth++) {
    group = run.tasks.get(group)?.definition.group;
  }
  return depth;
}

const deepest = 20;

/** `3/5: 2 success, 1 failed, 2 pending`. */
function progressText(state: RunState): string {
  const { done, total } = progressOf(state);
  return total === 0 ? 'none' : `${done}/${total}: ${countsText(state)}`;
}

/** The tasks with arrows between them, which tell a need from a place that was waited for. */
function pathText({ critical, placeOf }: RunPath, { arrow, placeArrow, ellipsis }: Symbols): string {
  const isPlace = (at: number) => at > 0 && placeOf.get(critical[at] ?? '') === critical[at - 1];
  const isLong = critical.length > shownOfPath;
  const words = critical.map((task, at) => `${at === 0 ? '' : `${isPlace(at) ? placeArrow : arrow} `}${oneLine(task)}`);
  const shown = isLong ? [...words.slice(0, shownOfPath / 2), ellipsis, ...words.slice(-shownOfPath / 2)] : words;
  const legend = critical.some((_, at) => isPlace(at)) ? `  (${placeArrow} waited for its place)` : '';
  return shown.join(' ') + legend;
}

const shownOfPath = 12;
