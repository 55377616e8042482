import { formatDuration } from '../../../pipeline/duration.ts';
import { findRoot } from '../../run-directory/root.ts';
import { listRuns } from '../../run-directory/run-list.ts';
import type { RunSummary } from '../../run-directory/run-summary.ts';
import { faultText } from '../../run-directory/wording.ts';
import { oneLine } from '../one-line.ts';
import { type Paint, paintFor } from '../paint.ts';
import { paintStatus, type Symbols, symbolsFor } from '../symbols.ts';
import { tableText } from '../table.ts';
import { localTime } from '../time-text.ts';
import { orRefusal } from './or-refusal.ts';

/** `dagwright runs`: prints the newest runs of this folder's root; answers the exit code. */
export async function runs(options: { readonly format: 'text' | 'json'; readonly limit: number }): Promise<number> {
  const root = findRoot(process.cwd());
  const summaries = await orRefusal(`What was run in ${root}`, listRuns(root, options.limit));
  if (options.format === 'json') {
    process.stdout.write(`${JSON.stringify(summaries, undefined, 2)}\n`);
  } else if (summaries.length === 0) {
    process.stdout.write(`Nothing has been run in ${root} yet. Start a run: dagwright run FILE\n`);
  } else {
    const paint = paintFor(process.stdout, process.env);
    const symbols = symbolsFor(process.env, process.platform);
    process.stdout.write(tableText(summaries.map(summary => rowOf(summary, Date.now(), paint, symbols))));
  }
  return 0;
}

function rowOf(summary: RunSummary, now: number, paint: Paint, symbols: Symbols): string[] {
  if (summary.kind === 'unreadable') {
    return [paint('yellow', '?'), summary.id, paint('dim', faultText(summary.fault, summary.id))];
  }
  const { id, name, status, startedAt, endedAt, done, total } = summary;
  const took = formatDuration((endedAt ?? now) - startedAt);
  return [
    paintStatus(paint, status, symbols.status[status]),
    id,
    oneLine(name),
    paintStatus(paint, status, status),
    `${done}/${total}`,
    status === 'interrupted' ? '' : took,
    paint('dim', localTime(startedAt)),
  ];
}
