import { formatDuration } from '../../../pipeline/duration.ts';
import type { TaskStatus } from '../../../pipeline/pipeline.ts';
import { statusText, whyText } from '../../run-directory/wording.ts';
import type { RunState, TaskState } from '../../run-state.ts';
import { oneLine } from '../one-line.ts';
import { paintStatus } from '../symbols.ts';
import type { ReportStyle } from './reporter.ts';

const shownFailures = 10;

/** How a run ended, in a few lines: its status, how many tasks came to which end, what failed, and how to read on. */
export function summaryText(state: RunState, style: ReportStyle): string {
  const { started, status, endedAt = started.at, message } = state;
  const ending = { success: 'succeeded', failed: 'failed' }[String(status)] ?? status;
  const head = `${style.symbols.status[status]} ${oneLine(started.name)} ${ending}`;
  const failed = failuresOf(state);
  const more = failed.length - shownFailures;
  return [
    `${paintStatus(style.paint, status, head)} in ${formatDuration(endedAt - started.at)}: ${countsText(state)}`,
    ...(message === undefined ? [] : [`  ${oneLine(message)}`]),
    ...failed.slice(0, shownFailures).map(({ text, task }) => `  ${style.paint('red', task.name)}  ${text}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
    style.paint('dim', `  ${nextCommand(started.runId, failed[0]?.task.name, style.directory)}`),
  ]
    .map(line => `${line}\n`)
    .join('');
}

/** What failed and why; last what the run went on without. */
function failuresOf(state: RunState): { task: TaskState; text: string }[] {
  const isTolerated = new Map(state.started.pipeline.tasks.map(task => [task.name, task.continueOnError]));
  return [...state.tasks.values()]
    .filter(task => task.status === 'failed')
    .sort((one, other) => Number(isTolerated.get(one.name)) - Number(isTolerated.get(other.name)))
    .map(task => {
      const why = oneLine(whyText(task) ?? 'failed');
      return { task, text: isTolerated.get(task.name) ? `${why} (continue_on_error)` : why };
    });
}

function nextCommand(runId: string, failed: string | undefined, directory: string | undefined): string {
  const place = directory === undefined ? '' : ` -C ${shellWord(directory)}`;
  return failed === undefined ? `dagwright show${place} ${runId}` : `dagwright logs${place} ${runId} ${failed}`;
}

function shellWord(text: string): string {
  return /^[\w./:@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** `5 success, 1 failed`: how many tasks stand how, in the order of their first. */
function countsText(state: RunState): string {
  const counts = new Map<TaskStatus, number>();
  for (const { status } of state.tasks.values()) counts.set(status, (counts.get(status) ?? 0) + 1);
  if (counts.size === 0) return 'no tasks';
  return [...counts].map(([status, count]) => `${count} ${statusText(status)}`).join(', ');
}
