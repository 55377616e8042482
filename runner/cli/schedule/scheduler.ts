import { dirname } from 'node:path';
import type { Pipeline } from '../../../pipeline/pipeline.ts';
import { reasonOf } from '../../../pipeline/trigger-words.ts';
import { scheduleFolder } from '../../layout.ts';
import { thisProcess } from '../../run-directory/this-process.ts';
import { usualScheduling } from '../../schedule/schedule-ports.ts';
import type { ScheduleRecord } from '../../schedule/schedule-record.ts';
import { Scheduling } from '../../schedule/scheduling.ts';
import type { ScheduleRequest } from '../../schedule-folder/schedule-request.ts';
import { systemText } from '../../system-text.ts';
import { type ArmedFiles, FilesBelow } from './armed-files.ts';
import { giveMemoryBack } from './memory.ts';
import { NamedFiles } from './named-files.ts';
import { PipelinePaths } from './pipeline-paths.ts';
import type { FileReading } from './pipeline-reader.ts';
import { RunIds } from './run-ids.ts';
import { listenForScheduleRequests } from './schedule-control.ts';
import { ScheduleJournal } from './schedule-journal.ts';
import type { ScheduleTeller } from './schedule-teller.ts';
import { ScheduledRuns } from './scheduled-runs.ts';
import type { SchedulerOptions } from './scheduler-options.ts';
import { PictureFile, picturedPipelines } from './state-file.ts';
import { isStillOwner } from './still-owner.ts';
import { TriggerEars } from './trigger-ears.ts';
import { writtenFiles } from './written-files.ts';

/** A clock may jump, and a timer does not know it: so often it is looked at the time. */
const longestSleepMs = 5000;
/** A runner is made ready so long before it is needed. */
const readyMs = 1500;

/** What is kept of what a file says. */
interface KnownPipeline extends Pick<Pipeline, 'triggers' | 'params'> {
  /** The files that it declares as outputs. */
  readonly written: readonly string[];
}

/** Starts the runs of all pipelines below a folder. It must hold the folder's lock. */
export class Scheduler {
  readonly #options: SchedulerOptions;
  readonly #teller: ScheduleTeller;
  readonly #journal: ScheduleJournal;
  readonly #scheduling: Scheduling;
  readonly #runs: ScheduledRuns;
  readonly #files: ArmedFiles;
  /** The same, when they are those that windows want. */
  readonly #named: NamedFiles | undefined;
  readonly #ears: TriggerEars;
  readonly #pipelines = new Map<string, KnownPipeline>();
  readonly #faults = new Map<string, string>();
  readonly #folder: string;
  readonly #ids = new RunIds();
  readonly #picture: PictureFile;
  readonly #paths: PipelinePaths;
  #stopListening: () => void = () => {};
  #stop: () => void = () => {};
  #timer: NodeJS.Timeout | undefined;
  #isOpen = false;
  #isOver = false;

  constructor(options: SchedulerOptions, teller: ScheduleTeller) {
    this.#options = options;
    this.#teller = teller;
    this.#paths = new PipelinePaths(options.root);
    this.#folder = scheduleFolder(options.root);
    this.#journal = new ScheduleJournal(this.#folder);
    this.#scheduling = new Scheduling(
      this.#journal.state,
      {
        append: records => {
          this.#append(records);
        },
        newRunId: now => this.#ids.next(now),
        start: (run, file, cause) => this.#runs.start(run, file, cause),
        cancel: (run, file) => this.#runs.cancel(run, file),
      },
      {
        ...usualScheduling,
        ...options.scheduling,
        isOn: file => options.windows?.files.has(file) ?? true,
      },
    );
    this.#runs = new ScheduledRuns(options, this.#paths, teller, {
      decided: run => this.#scheduling.state.runs.get(run),
      unborn: (run, isNameTaken) => this.#scheduling.startAgain(run, isNameTaken, Date.now()),
      over: (run, file, status, message) => {
        this.#scheduling.ended(run, status, Date.now(), message);
        this.#ears.lookAgain(file);
        this.#tick();
      },
    });
    this.#ears = new TriggerEars(this.#scheduling, teller, {
      path: file => this.#paths.path(file),
      name: path => this.#paths.name(path),
      files: () => this.#pipelines.keys(),
      writtenBy: file => this.#pipelines.get(file)?.written ?? [],
      paramsOf: file => this.#pipelines.get(file)?.params ?? {},
      prepare: file => this.#runs.prepare(file),
      changed: () => this.#tick(),
    });
    this.#picture = new PictureFile(this.#folder, () => {
      const pipelines = picturedPipelines(this.#scheduling, this.#faults, this.#pipelines.keys());
      const forWindows = options.windows ? { forWindows: true as const } : {};
      return { owner: thisProcess(), folder: options.folder, at: Date.now(), ...forWindows, pipelines };
    });
    const read = (path: string, reading: FileReading) => this.#read(path, reading);
    const { windows } = options;
    this.#named = windows && new NamedFiles(this.#wanted(), read);
    this.#files = this.#named ?? new FilesBelow(options.folder, read);
  }

  /** Takes up what was decided before, then goes on until `signal` aborts. Runs go on then. */
  async go(signal: AbortSignal): Promise<void> {
    await this.#files.open();
    this.#isOpen = true;
    this.#disarmGone();
    this.#ears.open();
    this.#options.windows?.open(() => void this.#takeWishes());
    await this.#runs.recover([...this.#scheduling.state.runs.keys()]);
    this.#scheduling.cancelReplaced();
    this.#stopListening = listenForScheduleRequests(this.#folder, request => this.#asked(request));
    this.#tick();
    this.#teller.say(this.#summary());
    giveMemoryBack();
    await new Promise<void>(resolve => {
      if (signal.aborted) resolve();
      signal.addEventListener('abort', () => resolve(), { once: true });
      this.#stop = resolve;
      if (this.#options.windows?.files.size === 0) resolve();
    });
    this.#isOver = true;
    this.#options.windows?.close();
    clearTimeout(this.#timer);
    this.#picture.close();
    this.#stopListening();
    this.#runs.close();
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
      const written = writtenFiles(reading.pipeline, dirname(path));
      this.#pipelines.set(file, { triggers, params, written });
      this.#arm(file);
      if (this.#isOpen && JSON.stringify(triggers) !== before) {
        this.#teller.of(
          file,
          triggers.length === 0 ? 'it has no triggers any more' : `now starts: ${triggers.map(reasonOf).join('; ')}`,
        );
      }
    }
    this.#ears.follow(file);
    this.#tick();
    this.#picture.soon();
  }

  #arm(file: string): void {
    const since = this.#options.windows?.files.get(file);
    if (since !== undefined) this.#scheduling.switchedOn(file, since, Date.now());
    this.#scheduling.arm(file, this.#pipelines.get(file)?.triggers ?? [], Date.now());
  }

  #wanted(): readonly string[] {
    return [...(this.#options.windows?.files.keys() ?? [])].map(file => this.#paths.path(file));
  }

  /** Windows switched triggers on or off, came or went. */
  async #takeWishes(): Promise<void> {
    if (this.#options.windows?.files.size === 0) this.#stop();
    for (const file of this.#options.windows?.files.keys() ?? []) {
      if (!this.#pipelines.has(file)) continue;
      this.#arm(file);
      this.#ears.follow(file);
      this.#ears.lookAgain(file);
    }
    await this.#named?.add(this.#wanted());
    this.#tick();
    this.#picture.soon();
  }

  /** Files that went while no scheduler looked. */
  #disarmGone(): void {
    for (const { file } of [...this.#scheduling.state.triggers.values()]) {
      if (!this.#scheduling.isOn(file)) continue;
      if (!this.#pipelines.has(file) && !this.#faults.has(file)) this.#scheduling.arm(file, [], Date.now());
    }
  }

  #append(records: readonly ScheduleRecord[]): void {
    try {
      this.#journal.append(records);
    } catch (error) {
      this.#options.fail(`What is decided cannot be kept in ${this.#folder}: ${systemText(error)}.`);
    }
    this.#picture.soon();
  }

  #tick(): void {
    if (this.#isOver) return;
    if (!isStillOwner(this.#folder, thisProcess()))
      this.#options.fail(`${this.#folder} was deleted, or another scheduler took it over.`);
    clearTimeout(this.#timer);
    const next = this.#scheduling.tick(Date.now());
    const wait = next === undefined ? longestSleepMs : Math.max(0, next - Date.now());
    const { soonestFile } = this.#scheduling;
    if (wait <= readyMs && soonestFile !== undefined) this.#runs.prepare(soonestFile);
    // We wake a little before a start, so that a runner is ready then.
    const sleep = wait > readyMs ? wait - readyMs + 1 : wait;
    this.#timer = setTimeout(() => this.#tick(), Math.min(sleep, longestSleepMs));
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
      this.#ears.follow(file);
      this.#ears.lookAgain(file);
    }
    this.#tick();
  }
}
