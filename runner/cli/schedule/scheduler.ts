import type { Pipeline } from '../../../pipeline/pipeline.ts';
import type { RunTrigger } from '../../event.ts';
import { scheduleFolder } from '../../layout.ts';
import { sendRequest } from '../../request.ts';
import { thisProcess } from '../../resume/this-process.ts';
import { usualScheduling } from '../../schedule/schedule-ports.ts';
import { Scheduling } from '../../schedule/scheduling.ts';
import type { ScheduleRequest } from '../../schedule-folder/schedule-request.ts';
import { systemText } from '../../system-text.ts';
import { ArmedFiles, type FileReading } from './armed-files.ts';
import { reasonOf } from './next-starts.ts';
import { PipelinePaths } from './pipeline-paths.ts';
import { type RunFate, runFate } from './run-fate.ts';
import { RunIds } from './run-ids.ts';
import { Runners } from './runners.ts';
import { listenForScheduleRequests } from './schedule-control.ts';
import { ScheduleJournal } from './schedule-journal.ts';
import { causeText, type ScheduleTeller } from './schedule-teller.ts';
import type { SchedulerOptions } from './scheduler-options.ts';
import { PictureFile, picturedPipelines } from './state-file.ts';
import { TriggerEars } from './trigger-ears.ts';

/** A clock may jump, and a timer does not know it: so often it is looked at the time. */
const longestSleepMs = 5000;
/** A runner is made ready so long before it is needed. */
const readyMs = 1500;
const adoptedMs = 1000;

/** Starts the runs of all pipelines below a folder. It must hold the folder's lock. */
export class Scheduler {
  readonly #options: SchedulerOptions;
  readonly #teller: ScheduleTeller;
  readonly #journal: ScheduleJournal;
  readonly #scheduling: Scheduling;
  readonly #runners: Runners;
  readonly #files: ArmedFiles;
  readonly #ears: TriggerEars;
  readonly #pipelines = new Map<string, Pick<Pipeline, 'triggers' | 'params'>>();
  readonly #faults = new Map<string, string>();
  readonly #adopted = new Set<string>();
  readonly #ids = new RunIds();
  readonly #picture: PictureFile;
  readonly #paths: PipelinePaths;
  #stopListening: () => void = () => {};
  #timer: NodeJS.Timeout | undefined;
  #isOpen = false;
  #isOver = false;

  constructor(options: SchedulerOptions, teller: ScheduleTeller) {
    this.#options = options;
    this.#teller = teller;
    this.#paths = new PipelinePaths(options.root);
    this.#journal = new ScheduleJournal(scheduleFolder(options.root));
    this.#scheduling = new Scheduling(
      this.#journal.state,
      {
        append: records => {
          this.#journal.append(records);
          this.#picture.soon();
        },
        newRunId: now => this.#ids.next(now),
        start: (run, file, cause) => this.#start(run, file, cause),
        cancel: (run, file) => this.#cancel(run, file),
      },
      { ...usualScheduling, ...options.scheduling },
    );
    this.#runners = new Runners(options.program, options.runsAtMost, {
      begun: (run, notes) => this.#begun(run, notes),
      over: (run, message) => void this.#over(run, message),
    });
    this.#ears = new TriggerEars(this.#scheduling, teller, {
      path: file => this.#paths.path(file),
      name: path => this.#paths.name(path),
      paramsOf: file => this.#pipelines.get(file)?.params ?? {},
      prepare: file => this.#runners.prepare(this.#paths.path(file)),
      changed: () => this.#tick(),
    });
    this.#picture = new PictureFile(scheduleFolder(options.root), () => {
      const pipelines = picturedPipelines(this.#scheduling, this.#faults, this.#pipelines.keys());
      return { owner: thisProcess(), folder: options.folder, at: Date.now(), pipelines };
    });
    this.#files = new ArmedFiles(options.folder, (path, reading) => this.#read(path, reading));
  }

  /** Takes up what was decided before, then goes on until `signal` aborts. Runs go on then. */
  async go(signal: AbortSignal): Promise<void> {
    await this.#files.open();
    this.#isOpen = true;
    this.#disarmGone();
    await this.#recover();
    this.#stopListening = listenForScheduleRequests(scheduleFolder(this.#options.root), request =>
      this.#asked(request),
    );
    const adopted = setInterval(() => void this.#lookAtAdopted(), adoptedMs);
    this.#tick();
    this.#teller.say(this.#summary());
    await new Promise<void>(resolve => {
      if (signal.aborted) resolve();
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    this.#isOver = true;
    clearInterval(adopted);
    clearTimeout(this.#timer);
    this.#picture.close();
    this.#stopListening();
    this.#runners.letGo();
    await Promise.all([this.#files.close(), this.#ears.close()]);
    this.#journal.close();
    const going = this.#scheduling.state.runs.size;
    this.#teller.say(going === 0 ? 'Stopped.' : `Stopped. ${going} ${going === 1 ? 'run goes' : 'runs go'} on.`);
  }

  #summary(): string {
    const triggers = this.#scheduling.state.triggers.size;
    const counted = triggers === 1 ? '1 trigger' : `${triggers} triggers`;
    return `Scheduling ${counted} of ${this.#pipelines.size} pipelines below ${this.#options.folder}. Ctrl-C ends it; runs go on.`;
  }

  async #read(path: string, reading: FileReading): Promise<void> {
    if (this.#isOver) return;
    const file = this.#paths.name(path);
    if (reading === 'gone' || 'pipeline' in reading) this.#faults.delete(file);
    if (reading === 'gone') {
      this.#pipelines.delete(file);
      this.#scheduling.arm(file, [], Date.now());
    } else if ('fault' in reading) {
      this.#faults.set(file, reading.fault);
      const isArmed = [...this.#scheduling.state.triggers.values()].some(trigger => trigger.file === file);
      this.#teller.of(file, `${reading.fault}${isArmed ? ' Its last good triggers stay.' : ''}`);
    } else {
      const before = JSON.stringify(this.#pipelines.get(file)?.triggers ?? []);
      const { triggers, params } = reading.pipeline;
      this.#pipelines.set(file, { triggers, params });
      this.#scheduling.arm(file, triggers, Date.now());
      if (this.#isOpen && JSON.stringify(triggers) !== before) {
        this.#teller.of(
          file,
          triggers.length === 0 ? 'it has no triggers any more' : `now starts: ${triggers.map(reasonOf).join('; ')}`,
        );
      }
    }
    await this.#ears.follow(file);
    this.#tick();
    this.#picture.soon();
  }

  /** Files that went while no scheduler looked. */
  #disarmGone(): void {
    for (const { file } of [...this.#scheduling.state.triggers.values()]) {
      if (!this.#pipelines.has(file) && !this.#faults.has(file)) this.#scheduling.arm(file, [], Date.now());
    }
  }

  /** Sees to what was decided and perhaps not done when the last scheduler ended. */
  async #recover(): Promise<void> {
    for (const [run, { file }] of [...this.#scheduling.state.runs]) {
      const fate = await runFate(run, this.#paths.runFolder(run, file), true);
      if (fate === 'unborn' || fate === 'stillborn') this.#scheduling.startAgain(run, fate === 'stillborn', Date.now());
      else if (fate === 'running') this.#adopted.add(run);
      else this.#end(run, fate);
    }
    this.#scheduling.cancelReplaced();
  }

  #tick(): void {
    if (this.#isOver) return;
    clearTimeout(this.#timer);
    const next = this.#scheduling.tick(Date.now());
    const wait = next === undefined ? longestSleepMs : Math.max(0, next - Date.now());
    const { soonestFile } = this.#scheduling;
    if (wait <= readyMs && soonestFile !== undefined) this.#runners.prepare(this.#paths.path(soonestFile));
    // We wake a little before a start, so that a runner is ready then.
    const sleep = wait > readyMs ? wait - readyMs + 1 : wait;
    this.#timer = setTimeout(() => this.#tick(), Math.min(sleep, longestSleepMs));
  }

  #start(runId: string, file: string, trigger: RunTrigger): void {
    this.#teller.of(file, `run ${runId} starts ${causeText(trigger)}`);
    this.#runners.start({ file: this.#paths.path(file), runId, trigger });
  }

  #cancel(run: string, file: string): void {
    this.#teller.of(file, `run ${run} is cancelled, for its time is over`);
    try {
      sendRequest(this.#paths.runFolder(run, file), { type: 'cancel' });
    } catch (error) {
      this.#teller.of(file, `run ${run} cannot be cancelled: ${systemText(error)}.`);
    }
  }

  #begun(run: string, notes: readonly string[]): void {
    const file = this.#scheduling.state.runs.get(run)?.file ?? '';
    for (const note of notes) this.#teller.of(file, note);
  }

  async #over(run: string, message: string | undefined): Promise<void> {
    const started = this.#scheduling.state.runs.get(run);
    if (!started || this.#isOver) return;
    const fate = await runFate(run, this.#paths.runFolder(run, started.file), true);
    if (this.#isOver) return;
    // Another one may have been first to begin it.
    if (fate === 'running') this.#adopted.add(run);
    else if (fate === 'unborn' || fate === 'stillborn') this.#end(run, 'refused', message ?? 'Its runner was killed.');
    else this.#end(run, fate);
  }

  #end(run: string, fate: RunFate | 'refused', message?: string): void {
    const started = this.#scheduling.state.runs.get(run);
    if (!started) return;
    this.#adopted.delete(run);
    const more = fate === 'interrupted' ? `: its runner is gone. Go on with it: dagwright resume ${run}` : '';
    this.#teller.of(
      started.file,
      message === undefined ? `run ${run}: ${fate}${more}` : `run ${run} could not begin: ${message}`,
    );
    this.#scheduling.ended(run, fate, Date.now(), message);
    this.#ears.lookAgain(started.file);
    this.#tick();
  }

  async #lookAtAdopted(): Promise<void> {
    for (const run of [...this.#adopted]) {
      const started = this.#scheduling.state.runs.get(run);
      const fate = started ? await runFate(run, this.#paths.runFolder(run, started.file), false) : 'unborn';
      if (this.#isOver) return;
      if (fate !== 'running') this.#end(run, fate);
    }
  }

  #asked(request: ScheduleRequest): void {
    const { file } = request;
    const triggers = this.#pipelines.get(file)?.triggers;
    if (!triggers) this.#teller.of(file, 'somebody asked for something of it, but there is no such pipeline.');
    else if (request.type === 'start') this.#scheduling.startNow(file, request.scheduledAt ?? Date.now(), Date.now());
    else {
      this.#scheduling.pause(file, request.type === 'pause', triggers, Date.now());
      this.#teller.of(
        file,
        request.type === 'pause' ? 'its triggers are switched off' : 'its triggers are switched on',
      );
      void this.#ears.follow(file).then(() => this.#ears.lookAgain(file));
    }
    this.#tick();
  }
}
