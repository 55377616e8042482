import { dirname, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { momentOf } from '../../../pipeline/schedule.ts';
import { runFolder } from '../../layout.ts';
import { findRoot } from '../../run-directory/root.ts';
import { Refusal } from '../refusal.ts';
import { listenForStop } from '../run/stop-signals.ts';
import { readArmed } from '../schedule/pipeline-reader.ts';
import { runFate } from '../schedule/run-fate.ts';
import { RunIds } from '../schedule/run-ids.ts';
import { Runners } from '../schedule/runners.ts';
import { tableText } from '../table.ts';
import { localTime } from '../time-text.ts';
import { type BackfillStep, backfillPlan, type Rerun } from './backfill-plan.ts';
import { knownRuns } from './known-runs.ts';

/** What a backfill is told. */
export interface BackfillWishes {
  readonly from: string;
  readonly to: string;
  readonly maxParallelRuns?: number;
  readonly reverse?: boolean;
  readonly rerun?: Rerun;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
}

/** More are told by their number only. */
const shown = 20;

/** `dagwright backfill`: runs a pipeline for scheduled times that have no run; answers the exit code. */
export async function backfill(file: string, wishes: BackfillWishes, program: string): Promise<number> {
  const path = resolve(file);
  const reading = await readArmed(path);
  if (reading === 'gone') throw new Refusal(`${file} is not there.`);
  if ('fault' in reading) throw new Refusal(`${file} cannot be run for other times: ${reading.fault}`);
  const { triggers } = reading.pipeline;
  const zone = triggers.find(trigger => trigger.kind === 'cron');
  if (!zone) throw new Refusal(`${file} has no cron trigger, so there are no times to run it for.`);
  const [from, to] = [moment(wishes.from, zone.timezone, false), moment(wishes.to, zone.timezone, true)];
  if (from > to) throw new Refusal(`--from ${wishes.from} is after --to ${wishes.to}.`);
  const root = findRoot(dirname(path));
  const range = { from, to: Math.min(to, Date.now()), isReverse: wishes.reverse === true };
  const plan = backfillPlan(triggers, range, await knownRuns(root, path), wishes.rerun ?? 'none');
  process.stdout.write(planText(plan));
  const steps = plan.filter(({ isRun }) => isRun);
  if (wishes.dryRun || steps.length === 0) return 0;
  if (!wishes.yes && !(await isAgreed(steps.length))) return 2;
  return carryOut(steps, path, root, program, wishes.maxParallelRuns ?? 1);
}

function planText(plan: readonly BackfillStep[]): string {
  const rows = plan.slice(0, shown).map(({ scheduledAt, isRun, reason }) => {
    return [isRun ? 'run' : 'leave', localTime(scheduledAt), reason];
  });
  const more = plan.length > shown ? `… and ${plan.length - shown} more\n` : '';
  const runs = plan.filter(({ isRun }) => isRun).length;
  return `${tableText(rows)}${more}\n${runs} of ${plan.length} scheduled times are run.\n`;
}

async function isAgreed(runs: number): Promise<boolean> {
  if (!process.stdin.isTTY) throw new Refusal('Nobody can be asked whether to go on: add --yes, or --dry-run.');
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await asking.question(`Start ${runs === 1 ? '1 run' : `${runs} runs`}? [y/N] `);
  asking.close();
  return /^y(es)?$/i.test(answer.trim());
}

/** Runs all steps, a few at the same time; stopped, it lets go on what has begun. What is done is not done again by the next backfill. */
async function carryOut(
  steps: readonly BackfillStep[],
  file: string,
  root: string,
  program: string,
  atOnce: number,
): Promise<number> {
  const stop = listenForStop(Date.now);
  const ids = new RunIds();
  const times = new Map<string, number>();
  const failed: string[] = [];
  let left = steps.length;
  // The runs alone would not keep us here.
  const presence = setInterval(() => {}, 60_000);
  await new Promise<void>(resolve => {
    const over = async (run: string, message: string | undefined) => {
      const fate = await runFate(run, runFolder(root, run), true);
      const time = localTime(times.get(run) ?? 0);
      process.stdout.write(`${time} run ${run}: ${fate === 'unborn' ? `could not begin: ${message}` : fate}\n`);
      if (fate !== 'success') failed.push(run);
      left--;
      if (left === 0) resolve();
    };
    const runners = new Runners(program, atOnce, { begun: () => undefined, over: (run, said) => void over(run, said) });
    stop.polite.addEventListener('abort', () => {
      runners.letGo();
      resolve();
    });
    for (const { scheduledAt } of steps) {
      const runId = ids.next(Date.now());
      times.set(runId, scheduledAt);
      runners.start({ file, runId, trigger: { kind: 'backfill', scheduledAt } });
    }
  });
  clearInterval(presence);
  if (stop.polite.aborted) {
    process.stdout.write('Stopped: what has begun goes on. The same command goes on with the rest.\n');
    process.exit(130);
  }
  return failed.length > 0 ? 1 : 0;
}

function moment(text: string, timezone: string | undefined, isEnd: boolean): number {
  const found = momentOf(text, timezone, isEnd);
  if (found === undefined)
    throw new Refusal(`"${text}" is no date such as 2026-01-31, and no moment such as 2026-01-31T12:00.`);
  return found;
}
