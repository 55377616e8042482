import { peekInto } from '../../cache/peek.ts';
import type { Selection } from '../../event.ts';
import { type Forecast, forecastTotals } from '../../forecast/forecast.ts';
import { forecast } from '../../forecast/forecast-run.ts';
import { type Estimate, estimate } from '../../history/estimate.ts';
import { machineFor } from '../../limits/run-limits.ts';
import { CannotStart, type RunOptions } from '../../run-options.ts';
import { runStarted } from '../../run-started.ts';
import { paintFor } from '../paint.ts';
import { Refusal } from '../refusal.ts';
import { notesText } from '../run/detach.ts';
import { withGiven } from '../run/given-from-outside.ts';
import { type PreparedRun, prepareRun, type RunWishes } from '../run/prepare-run.ts';
import { selectedRun } from '../run/selected-run.ts';
import { symbolsFor } from '../symbols.ts';
import { type PlanStyle, planText } from './plan-text.ts';

/** `dagwright plan`: tells what a run would do, and why, without starting or writing anything; answers the exit code. */
export async function plan(
  file: string,
  wishes: RunWishes & { readonly format: 'text' | 'json'; readonly all?: boolean },
  selection?: Selection,
): Promise<number> {
  const prepared = await prepareRun(file, wishes);
  const part = selection ? await selectedRun(prepared, selection) : prepared;
  const { options, notes } = await withWhatIsThere(part);
  const forecasts = await forecastOf(options);
  const expected = estimateOf(forecasts, options);
  if (wishes.format === 'json') {
    process.stdout.write(`${JSON.stringify(planJson(forecasts, expected), undefined, 2)}\n`);
  } else {
    process.stderr.write(notesText(notes));
    process.stdout.write(planText(options.name, forecasts, expected, styleOf(wishes.all ?? false)));
  }
  return forecasts.some(({ will }) => will === 'fail') ? 1 : 0;
}

function styleOf(isEach: boolean): PlanStyle {
  const { isTTY, columns } = process.stdout;
  const [paint, symbols] = [paintFor(process.stdout, process.env), symbolsFor(process.env, process.platform)];
  return { paint, symbols, isEach, ...(isTTY && columns > 0 && { width: columns }) };
}

/** A secret that is missing now may be there when it runs. */
async function withWhatIsThere(prepared: PreparedRun): Promise<PreparedRun> {
  try {
    return await withGiven(prepared, { detached: true });
  } catch (error) {
    if (error instanceof Refusal) return { ...prepared, notes: [...prepared.notes, error.message] };
    throw error;
  }
}

async function forecastOf(options: RunOptions): Promise<readonly Forecast[]> {
  try {
    await machineFor(options);
    const looksUp = !options.ignoresCache;
    const peek = looksUp ? peekInto(options.root, Date.now, options.given ?? new Map()) : undefined;
    return await forecast(options, Date.now(), peek);
  } catch (error) {
    if (error instanceof CannotStart) throw new Refusal(error.message);
    throw error;
  }
}

/** By what tasks took before; `undefined` when nothing is known of any. */
function estimateOf(forecasts: readonly Forecast[], options: RunOptions): Estimate | undefined {
  const known = new Map(options.durations ?? []);
  if (known.size === 0) return undefined;
  for (const { task, will } of forecasts)
    if (will !== 'run' && will !== 'open' && will !== 'depends') known.set(task.name, 0);
  const tasks = forecasts.map(({ task }) => task);
  return estimate(tasks, known, runStarted(options, 'plan', 0).maxParallel);
}

function planJson(forecasts: readonly Forecast[], expected: Estimate | undefined): object {
  return {
    tasks: forecasts.map(({ task, will, why, run }) => ({
      task: task.name,
      ...(task.group === undefined ? {} : { group: task.group }),
      ...{ will, why, run },
    })),
    totals: Object.fromEntries(forecastTotals(forecasts)),
    estimate: expected,
  };
}
