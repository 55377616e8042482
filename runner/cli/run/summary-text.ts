import { formatDuration } from '../../../pipeline/duration.ts';
import { isGroup } from '../../../pipeline/pipeline.ts';
import { countedTasks } from '../../run-directory/counted-tasks.ts';
import { shownStatus } from '../../run-directory/shown-status.ts';
import { statusText, whyText } from '../../run-directory/wording.ts';
import type { RunState, TaskState } from '../../run-state.ts';
import { oneLine } from '../one-line.ts';
import { shellWord } from '../shell-word.ts';
import { paintStatus } from '../symbols.ts';
import type { ReportStyle } from './reporter.ts';

const shownFailures = 10;

/** How a run ended, in a few lines: its status, how many tasks came to which end, what failed, and how to read on. */
export function summaryText(state: RunState, style: ReportStyle): string {
  const { started, status, endedAt = started.at, message } = state;
  const { runId, name } = started;
  const failed = failuresOf(state);
  const more = failed.length - shownFailures;
  return [
    endText({ name, status, tookMs: endedAt - started.at }, countsText(state), style),
    ...(message === undefined ? [] : [`  ${oneLine(message)}`]),
    ...failed.slice(0, shownFailures).map(({ text, task }) => `  ${style.paint('red', task.name)}  ${text}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
    ...nextText(runId, failed.find(({ task }) => task.attempts.length > 0)?.task.name, style),
  ]
    .map(line => `${line}\n`)
    .join('');
}

/** How a run ended, in one line. */
export function endText(
  { name, status, tookMs }: Pick<RunState, 'status'> & { readonly name: string; readonly tookMs: number },
  counts: string,
  style: ReportStyle,
): string {
  const ending = { success: 'succeeded', failed: 'failed' }[String(status)] ?? status;
  const head = `${style.symbols.status[status]} ${oneLine(name)} ${ending}`;
  return `${paintStatus(style.paint, status, head)} in ${formatDuration(tookMs)}: ${counts}`;
}

/** The line that says how to read on, where there is something to read. */
export function nextText(runId: string, failed: string | undefined, style: ReportStyle): readonly string[] {
  return style.isKept(runId) ? [style.paint('dim', `  ${nextCommand(runId, failed, style.directory)}`)] : [];
}

/** What failed and why, but no group that failed by its members; last what the run went on without. */
function failuresOf(state: RunState): { task: TaskState; text: string }[] {
  return [...state.tasks.values()]
    .filter(task => task.status === 'failed' && !(isGroup(task.definition) && task.reason?.kind === 'rule'))
    .map(task => ({ task, isTolerated: isTolerated(task, state) }))
    .sort((one, other) => Number(one.isTolerated) - Number(other.isTolerated))
    .map(failure => {
      const why = oneLine(whyText(failure.task) ?? 'failed');
      return { task: failure.task, text: failure.isTolerated ? `${why} (continue_on_error)` : why };
    });
}

/** Whether what fails with the task is gone on from: it, or a group around it. */
function isTolerated({ definition }: TaskState, state: RunState): boolean {
  if (definition.continueOnError) return true;
  const group = definition.group === undefined ? undefined : state.tasks.get(definition.group);
  return group !== undefined && isTolerated(group, state);
}

function nextCommand(runId: string, failed: string | undefined, directory: string | undefined): string {
  const place = directory === undefined ? '' : ` -C ${shellWord(directory)}`;
  return failed === undefined
    ? `dagwright show${place} ${runId}`
    : `dagwright logs${place} ${runId} ${shellWord(failed)}`;
}

/** `5 success, 1 failed`: how many tasks stand how, in the order of their first. */
export function countsText(state: RunState): string {
  const counted = countedTasks(state);
  const cached = counted.filter(({ source }) => source?.kind === 'cache').length;
  const counts = new Map<string, number>();
  for (const task of counted) {
    const status = shownStatus(task, state);
    counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  if (counts.size === 0) return 'no tasks';
  const how = (status: string) => (status === 'success' && cached > 0 ? ` (${cached} cached)` : '');
  return [...counts].map(([status, count]) => `${count} ${statusText(status)}${how(status)}`).join(', ');
}
