import { formatDuration } from '../../../pipeline/duration.ts';
import { statusText, whyText } from '../../run-directory/wording.ts';
import { isEnd, type RunState, type TaskState } from '../../run-state.ts';
import { oneLine } from '../one-line.ts';
import { type Paint, paintFor } from '../paint.ts';
import { paintStatus, type Symbols, symbolsFor } from '../symbols.ts';
import { tableText } from '../table.ts';
import { localTime } from '../time-text.ts';
import { type FoundRun, findRun } from './find-run.ts';

/** `dagwright show`: prints how a run stands; answers the exit code. */
export async function show(typed: string, options: { readonly format: 'text' | 'json' }): Promise<number> {
  const run = await findRun(typed);
  if (options.format === 'json') process.stdout.write(`${JSON.stringify(runJson(run), undefined, 2)}\n`);
  else {
    const paint = paintFor(process.stdout, process.env);
    process.stdout.write(runText(run, Date.now(), paint, symbolsFor(process.env, process.platform)));
  }
  return 0;
}

function runJson({ id, folder, state }: FoundRun): object {
  const { pipeline: _, type: _type, at, ...started } = state.started;
  const { status, endedAt, message, cancelRequested, tasks } = state;
  return {
    id,
    folder,
    status,
    startedAt: at,
    endedAt,
    message,
    cancelRequested,
    ...started,
    tasks: [...tasks.values()],
  };
}

function runText(run: FoundRun, now: number, paint: Paint, symbols: Symbols): string {
  const { state } = run;
  const { started, status } = state;
  const symbol = paintStatus(paint, status, symbols.status[status]);
  const details = detailsOf(run, now).map(([label, value]) => [paint('dim', label), value]);
  const tasks = [...state.tasks.values()];
  const outputs = tasks.flatMap(task => outputRows(task, paint));
  return [
    `${symbol} ${paint('bold', oneLine(started.name))}  ${paintStatus(paint, status, status)}\n`,
    tableText(details, '  '),
    '\n',
    tableText(
      tasks.map(task => taskRow(task, state, now, paint, symbols)),
      '  ',
    ),
    ...(outputs.length > 0 ? [`\n  ${paint('dim', 'outputs')}\n`, tableText(outputs, '  ')] : []),
  ].join('');
}

function detailsOf({ id, folder, state }: FoundRun, now: number): [string, string][] {
  const { started, status, endedAt, message } = state;
  const { git, params } = started;
  const took = formatDuration((endedAt ?? now) - started.at);
  const howLong = { running: [`running for ${took}`], interrupted: [] }[String(status)] ?? [`took ${took}`];
  return [
    ['run', id],
    ...(message === undefined ? [] : [['message', oneLine(message)] satisfies [string, string]]),
    ...(status === 'interrupted' ? [['message', 'its runner is gone without an end'] satisfies [string, string]] : []),
    ['file', started.file],
    ['started', [localTime(started.at), ...howLong].join(', ')],
    ...Object.entries(params).map(([name, value]): [string, string] => [`param ${name}`, oneLine(String(value))]),
    ['on', `${started.host}, process ${started.pid}, ${started.maxParallel} at once`],
    ...(git ? [['commit', `${git.commit}${git.dirty ? ' with changes' : ''}`] satisfies [string, string]] : []),
    ['folder', folder],
  ];
}

function taskRow(task: TaskState, run: RunState, now: number, paint: Paint, symbols: Symbols): string[] {
  // A task that ran when its runner died has no end, and its clock has stopped.
  const lost = run.status === 'interrupted' && !isEnd(task.status) && task.status !== 'pending';
  const status = lost ? 'interrupted' : task.status;
  const begun = task.attempts[0]?.startedAt;
  const end = task.endedAt ?? (lost ? undefined : now);
  const why = whyText(task);
  return [
    paintStatus(paint, status, symbols.status[status]),
    task.name,
    paintStatus(paint, status, statusText(status)),
    begun === undefined || end === undefined ? '' : formatDuration(end - begun),
    task.attempts.length > 1 ? `${task.attempts.length} attempts` : '',
    why === undefined ? '' : paint('dim', oneLine(why)),
  ];
}

function outputRows(task: TaskState, paint: Paint): string[][] {
  return Object.entries(task.outputs ?? {}).map(([name, value]) => [
    `${task.name}.${name}`,
    paint('dim', oneLine(typeof value === 'string' ? value : JSON.stringify(value))),
  ]);
}
