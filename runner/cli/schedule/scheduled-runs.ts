import type { RunTrigger } from '../../event.ts';
import { sendRequest } from '../../request.ts';
import type { StartedRun } from '../../schedule/schedule-record.ts';
import { systemText } from '../../system-text.ts';
import type { PipelinePaths } from './pipeline-paths.ts';
import { resumeDetached } from './resume-detached.ts';
import { type RunFate, runFate } from './run-fate.ts';
import { Runners } from './runners.ts';
import { causeText, type ScheduleTeller } from './schedule-teller.ts';
import type { SchedulerOptions } from './scheduler-options.ts';

/** How the runs of a scheduler stand to what it decided. */
export interface ScheduledRunEars {
  /** The run that was decided under this name and is not over. */
  readonly decided: (run: string) => StartedRun | undefined;
  /** A run that was decided never began: it is to be started again. */
  readonly unborn: (run: string, isNameTaken: boolean) => void;
  readonly over: (run: string, file: string, status: RunFate | 'refused', message: string | undefined) => void;
}

/** So often it is looked at runs that other processes watch over. */
const adoptedMs = 1000;

/** Starts the runs that are decided, and hears how they end, also those that a scheduler before it started. Close it. */
export class ScheduledRuns {
  readonly #options: SchedulerOptions;
  readonly #paths: PipelinePaths;
  readonly #teller: ScheduleTeller;
  readonly #ears: ScheduledRunEars;
  readonly #runners: Runners;
  readonly #adopted = new Set<string>();
  /** Those that were gone on with already: once is enough. */
  readonly #resumed = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(options: SchedulerOptions, paths: PipelinePaths, teller: ScheduleTeller, ears: ScheduledRunEars) {
    this.#options = options;
    this.#paths = paths;
    this.#teller = teller;
    this.#ears = ears;
    this.#runners = new Runners(options.program, options.runsAtMost, {
      begun: (run, notes) => {
        for (const note of notes) teller.of(ears.decided(run)?.file ?? '', note);
      },
      over: (run, message) => void this.#over(run, message),
    });
  }

  /** Sees to what was decided and perhaps not done when the last scheduler ended; from then on looks at what it started. */
  async recover(runs: Iterable<string>): Promise<void> {
    for (const run of runs) {
      const fate = await this.#fate(run, true);
      if (fate === 'unborn' || fate === 'stillborn') this.#ears.unborn(run, fate === 'stillborn');
      else await this.#take(run, fate);
    }
    this.#timer = setInterval(() => void this.#lookAtAdopted(), adoptedMs);
  }

  close(): void {
    this.#isClosed = true;
    clearInterval(this.#timer);
    this.#runners.letGo();
  }

  /** A run of a file will start soon. */
  prepare(file: string): void {
    this.#runners.prepare(this.#paths.path(file));
  }

  start(runId: string, file: string, trigger: RunTrigger): void {
    this.#teller.of(file, `run ${runId} starts ${causeText(trigger)}`);
    this.#runners.start({ file: this.#paths.path(file), runId, trigger });
  }

  cancel(run: string, file: string): void {
    this.#teller.of(file, `run ${run} is cancelled, for its time is over`);
    try {
      sendRequest(this.#paths.runFolder(run, file), { type: 'cancel' });
    } catch (error) {
      this.#teller.of(file, `run ${run} cannot be cancelled: ${systemText(error)}.`);
    }
  }

  async #over(run: string, message: string | undefined): Promise<void> {
    if (!this.#ears.decided(run) || this.#isClosed) return;
    const fate = await this.#fate(run, true);
    if (this.#isClosed) return;
    if (fate === 'unborn' || fate === 'stillborn') this.#end(run, 'refused', message ?? 'Its runner was killed.');
    else await this.#take(run, fate);
  }

  /** A run that has begun goes on, is gone on with, or is over. */
  async #take(run: string, fate: RunFate): Promise<void> {
    if (fate === 'running' || (fate === 'interrupted' && (await this.#goesOn(run)))) this.#adopted.add(run);
    else this.#end(run, fate, undefined);
  }

  async #goesOn(run: string): Promise<boolean> {
    const started = this.#ears.decided(run);
    if (!this.#options.resumes || !started || this.#resumed.has(run)) return false;
    this.#resumed.add(run);
    const refusal = await resumeDetached(this.#options.program, run, this.#paths.path(started.file));
    const told = refusal === undefined ? 'it is gone on with' : `and it cannot be gone on with: ${refusal}`;
    this.#teller.of(started.file, `run ${run}: its runner is gone, ${told}`);
    return refusal === undefined;
  }

  #end(run: string, fate: RunFate | 'refused', message: string | undefined): void {
    const started = this.#ears.decided(run);
    this.#adopted.delete(run);
    if (!started) return;
    const more = fate === 'interrupted' ? `: its runner is gone. Go on with it: dagwright resume ${run}` : '';
    this.#teller.of(
      started.file,
      message === undefined ? `run ${run}: ${fate}${more}` : `run ${run} could not begin: ${message}`,
    );
    this.#ears.over(run, started.file, fate, message);
  }

  async #lookAtAdopted(): Promise<void> {
    for (const run of [...this.#adopted]) {
      const fate = await this.#fate(run, false);
      if (this.#isClosed) return;
      if (fate === 'running') continue;
      this.#adopted.delete(run);
      await this.#take(run, fate);
    }
  }

  async #fate(run: string, mayClaim: boolean): Promise<RunFate> {
    const started = this.#ears.decided(run);
    return started ? runFate(run, this.#paths.runFolder(run, started.file), mayClaim) : 'unborn';
  }
}
