import { formatDuration } from '../../../pipeline/duration.ts';
import { runFolder } from '../../layout.ts';
import { findRoot } from '../../run-directory/root.ts';
import { listRunIds } from '../../run-directory/run-list.ts';
import { summarise } from '../../run-directory/run-summary.ts';
import { oneLine } from '../one-line.ts';
import { type Paint, paintFor } from '../paint.ts';
import { Refusal } from '../refusal.ts';
import { type FoundRun, findRun } from '../runs/find-run.ts';
import { orRefusal } from '../runs/or-refusal.ts';
import { paintStatus, type Symbols, symbolsFor } from '../symbols.ts';
import { tableText } from '../table.ts';
import { localTime } from '../time-text.ts';
import { differenceOf } from './difference.ts';
import { differenceText } from './difference-text.ts';

/**
 * `dagwright diff`: prints what differed between two runs, or between one run and the one of the same pipeline before it;
 * answers the exit code.
 */
export async function diff(
  typed: string,
  typedOther: string | undefined,
  options: { readonly format: 'text' | 'json' },
): Promise<number> {
  const [one, other] =
    typedOther === undefined
      ? await withPredecessor(await findRun(typed))
      : [await findRun(typed), await findRun(typedOther)];
  if (one.id === other.id) {
    throw new Refusal(`Both are run ${one.id}: name another one. The runs: dagwright runs`, 2);
  }
  const difference = differenceOf(one.state, other.state);
  if (options.format === 'json') {
    process.stdout.write(`${JSON.stringify({ before: one.id, after: other.id, ...difference }, undefined, 2)}\n`);
    return 0;
  }
  const paint = paintFor(process.stdout, process.env);
  const symbols = symbolsFor(process.env, process.platform);
  const heads = [headRow('before', one, paint, symbols), headRow('after', other, paint, symbols)];
  process.stdout.write(`${tableText(heads)}\n${differenceText(difference, paint, symbols)}`);
  return 0;
}

async function withPredecessor(run: FoundRun): Promise<[FoundRun, FoundRun]> {
  const root = findRoot(process.cwd());
  for (const id of await orRefusal(`What was run in ${root}`, listRunIds(root))) {
    if (id >= run.id) continue;
    const summary = await summarise(id, runFolder(root, id));
    if (summary?.kind === 'run' && summary.file === run.state.started.file) return [await findRun(id), run];
  }
  throw new Refusal(`Run ${run.id} is the first of ${run.state.started.file}: there is none to compare it with.`, 1);
}

function headRow(label: string, { id, state }: FoundRun, paint: Paint, symbols: Symbols): string[] {
  const { started, status, endedAt } = state;
  return [
    paint('dim', label),
    paintStatus(paint, status, symbols.status[status]),
    id,
    oneLine(started.name),
    endedAt === undefined ? '' : formatDuration(endedAt - started.at),
    paint('dim', localTime(started.at)),
  ];
}
