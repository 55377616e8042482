import { formatDuration } from '../../../pipeline/duration.ts';
import type { Json } from '../../../pipeline/pipeline.ts';
import type { TaskExplanation } from '../../explain/explain-task.ts';
import { outcomeText, placeText, statusText } from '../../run-directory/wording.ts';
import type { AttemptState, TaskState } from '../../run-state.ts';
import { oneLine } from '../one-line.ts';
import type { Paint } from '../paint.ts';
import { wrappedTable } from '../wrapped-table.ts';

/** What is different from the newest earlier run in which the task succeeded, as far as the file and the params tell. */
export interface SinceSuccess {
  readonly run: string;
  readonly change?: string;
}

/** All that is known of why a task stands as it does. */
export interface WhyFacts {
  readonly explanation: TaskExplanation;
  readonly task: TaskState;
  /** The task that all hung on, and the end of what it wrote. */
  readonly culprit: TaskState;
  readonly output: readonly string[];
  readonly since?: SinceSuccess;
}

/** The explanation for a person: a sentence, then what it rests on; on a terminal in lines of its `width`. */
export function whyText(facts: WhyFacts, paint: Paint, width?: number): string {
  const rows = rowsOf(facts).map(([label, text]) => ({ cells: [paint('dim', label)], last: oneLine(text) }));
  const layout = { indent: '  ', ...(width !== undefined && { width }), paint: (text: string) => text };
  const lines = facts.output.map(line => `    ${paint('dim', '│')} ${oneLine(line)}\n`);
  const head = facts.output.length > 0 ? `\n  the last lines of ${facts.culprit.name}\n` : '';
  return [`${oneLine(facts.explanation.why)}\n`, wrappedTable(rows, layout), head, ...lines].join('');
}

function rowsOf({ explanation, task, since }: WhyFacts): [string, string][] {
  const { condition, because, needs, waits, missed = [] } = explanation;
  const rows: [string, string][] = [];
  if (condition) rows.push(['if', `${condition.expression}  (${condition.holds ? 'true' : 'false'})`]);
  for (const { name, value } of condition?.operands ?? []) rows.push(['', operandText(name, value)]);
  because.forEach(({ task: name, status, why }, index) => {
    rows.push([
      index === 0 ? 'because' : '',
      [`${name} ${statusText(status)}`, ...(why === undefined ? [] : [why])].join(': '),
    ]);
  });
  if (because.length === 0 && needs.length > 0) rows.push(['needs', needsText(needs)]);
  for (const [index, difference] of missed.entries()) rows.push([index === 0 ? 'changed' : '', difference]);
  for (const [index, attempt] of task.attempts.entries()) {
    rows.push([index === 0 ? 'attempts' : '', attemptText(attempt, index + 1)]);
  }
  if (waits.forNeeds && waits.forNeeds.ms > 0) {
    rows.push(['waited', `${formatDuration(waits.forNeeds.ms)} for ${waits.forNeeds.last}`]);
  }
  if (waits.forPlaceMs) {
    const from = waits.placeOf === undefined ? 'a free place' : `a free place, until ${waits.placeOf} gave up its own`;
    rows.push(['waited', `${formatDuration(waits.forPlaceMs)} for ${from}`]);
  }
  if (since) {
    rows.push([
      'before',
      `it last succeeded in run ${since.run}; since then ${since.change ?? 'neither its words nor its params changed'}`,
    ]);
  }
  return rows;
}

function operandText(name: string, value: Json | undefined): string {
  return value === undefined
    ? `${name} came from env_files, whose values are not kept`
    : `${name} = ${JSON.stringify(value)}`;
}

const shownNeeds = 8;

function needsText(needs: TaskExplanation['needs']): string {
  const more = needs.length - shownNeeds;
  const shown = needs.slice(0, shownNeeds).map(({ task, status }) => `${task} ${statusText(status)}`);
  return shown.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function attemptText({ startedAt, endedAt, outcome, place }: AttemptState, attempt: number): string {
  const took = endedAt === undefined ? '' : `, ${formatDuration(endedAt - startedAt)}`;
  const where = place ? `, at ${placeText(place)}` : '';
  return `${attempt}: ${outcome ? outcomeText(outcome) : 'has no end'}${took}${where}`;
}
