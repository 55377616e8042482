import { dirname, resolve } from 'node:path';
import type { Param, Trigger } from '../../../pipeline/pipeline.ts';
import { ringText, triggerRing } from '../../../pipeline/uses/trigger-ring.ts';
import type { Scheduling } from '../../schedule/scheduling.ts';
import { Refusal } from '../refusal.ts';
import { prepareRun } from '../run/prepare-run.ts';
import { watchedFiles } from '../watch/watched-files.ts';
import { refusalOf } from './condition.ts';
import { DataWatch } from './data-watch.ts';
import { FileTrigger } from './file-trigger.ts';
import { globPlaces } from './glob-place.ts';
import { OtherPipelines } from './other-pipelines.ts';
import type { ScheduleTeller } from './schedule-teller.ts';
import { isWaitedFor } from './written-files.ts';

/** What the ears of triggers ask of the scheduler. */
export interface TriggerPorts {
  readonly path: (file: string) => string;
  readonly name: (path: string) => string;
  readonly paramsOf: (file: string) => Readonly<Record<string, Param>>;
  /** A run of a file will start soon. */
  readonly prepare: (file: string) => void;
  /** The files that a pipeline declares as outputs, absolute. */
  readonly writtenBy: (file: string) => readonly string[];
  /** All pipelines. */
  readonly files: () => Iterable<string>;
  /** Something was decided. */
  readonly changed: () => void;
}

/** Hears of data and of the ends of other pipelines for the triggers that wait for them. Close it. */
export class TriggerEars {
  readonly #scheduling: Scheduling;
  readonly #teller: ScheduleTeller;
  readonly #ports: TriggerPorts;
  readonly #data = new DataWatch();
  readonly #others: OtherPipelines;
  /** Triggers that stand in a ring, as they were told. */
  readonly #rings = new Map<string, string>();
  #isOpen = false;
  /** What is listened to, by the key of its trigger. */
  readonly #heard = new Map<string, { readonly file: string; readonly said: string }>();

  constructor(scheduling: Scheduling, teller: ScheduleTeller, ports: TriggerPorts) {
    this.#scheduling = scheduling;
    this.#teller = teller;
    this.#ports = ports;
    this.#others = new OtherPipelines((path, end, endedAt) => {
      for (const [key, { file, definition, decidedUpTo }] of [...scheduling.state.triggers]) {
        if (definition.kind !== 'pipeline' || endedAt <= decidedUpTo) continue;
        if (resolve(dirname(ports.path(file)), definition.file) !== path || !this.#heard.has(key)) continue;
        scheduling.otherEnded(key, end, Date.now(), refusalOf(definition, ports.paramsOf(file), end));
      }
      ports.changed();
    });
  }

  /** Listens for the triggers that a file has now. */
  follow(file: string): void {
    const now = new Map([...this.#scheduling.state.triggers].filter(([, trigger]) => trigger.file === file));
    for (const [key, heard] of this.#heard) {
      const said = now.get(key);
      if (heard.file === file && JSON.stringify(said?.definition) !== heard.said) this.#leave(key);
    }
    this.#leaveRingsOut();
  }

  /** All files are known now. */
  open(): void {
    this.#isOpen = true;
    this.#leaveRingsOut();
  }

  /** An edit may close a ring, or open one that another file stands in: all are looked at. */
  #leaveRingsOut(): void {
    if (!this.#isOpen) return;
    const known = [...this.#scheduling.state.triggers].map(([key, { file, definition }]) => {
      const starters = startersOf(file, definition, this.#ports);
      return { key, file, path: this.#ports.path(file), said: JSON.stringify(definition), starters, definition };
    });
    const byPath = new Map<string, string[]>();
    for (const { path, starters } of known) byPath.set(path, [...(byPath.get(path) ?? []), ...starters]);
    for (const { key, file, path, said, starters, definition } of known) {
      const rings = starters.flatMap(first => [triggerRing(path, first, other => byPath.get(other) ?? []) ?? []]);
      const ring = rings.find(({ length }) => length > 0);
      if (ring && this.#rings.get(key) !== said) {
        this.#teller.of(file, `${ringText(ring.map(other => this.#ports.name(other)))} That trigger is left out.`);
      }
      if (ring) this.#rings.set(key, said);
      else this.#rings.delete(key);
      if (ring) this.#leave(key);
      else if (!this.#heard.has(key)) this.#listen(key, file, definition);
    }
  }

  #leave(key: string): void {
    this.#heard.delete(key);
    this.#data.leave(key);
    this.#others.leave(key);
  }

  #listen(key: string, file: string, definition: Trigger): void {
    if (definition.kind === 'cron') return;
    this.#heard.set(key, { file, said: JSON.stringify(definition) });
    if (definition.kind === 'files') this.#followFiles(key, file, definition);
    else this.#others.listen(key, resolve(dirname(this.#ports.path(file)), definition.file));
  }

  /** A run of the file is over, for which changes may have waited. */
  lookAgain(file: string): void {
    for (const [key, heard] of this.#heard) if (heard.file === file) this.#data.get(key)?.lookAgain();
  }

  async close(): Promise<void> {
    this.#others.close();
    await this.#data.close();
  }

  #followFiles(key: string, file: string, trigger: Extract<Trigger, { kind: 'files' }>): void {
    const folder = dirname(this.#ports.path(file));
    const places = globPlaces(trigger.files, folder);
    if ('fault' in places) {
      this.#teller.of(file, places.fault);
      return;
    }
    let lastRun: { readonly id: string; readonly startedAt: number } | undefined;
    const ears = new FileTrigger(places, folder, trigger.debounceMs, {
      start: (files, upTo) => {
        this.#scheduling.filesChanged(key, files, upTo, Date.now());
        const [id] = this.#scheduling.state.runsOf.get(file) ?? [];
        if (id !== undefined && id !== lastRun?.id) lastRun = { id, startedAt: Date.now() };
        this.#ports.changed();
      },
      since: () => this.#scheduling.state.triggers.get(key)?.decidedUpTo ?? 0,
      pass: upTo => this.#scheduling.pass(key, upTo, Date.now()),
      lastRun: () => lastRun,
      tellOwn: path =>
        this.#teller.of(file, `its runs write ${path}, which starts it: that counts no more. Declare it in "outputs".`),
      outputs: () => outputsOf(this.#ports.path(file)),
      heard: () => this.#ports.prepare(file),
    });
    this.#data.listen(key, ears);
  }
}

/** The pipelines that start this one whatever happens, by their ends or their outputs. Its own outputs do not. */
function startersOf(file: string, trigger: Trigger, ports: TriggerPorts): readonly string[] {
  const folder = dirname(ports.path(file));
  if (trigger.kind === 'pipeline') return trigger.if === undefined ? [resolve(folder, trigger.file)] : [];
  const places = trigger.kind === 'files' ? globPlaces(trigger.files, folder) : [];
  if ('fault' in places) return [];
  return [...ports.files()]
    .filter(other => other !== file && isWaitedFor(ports.writtenBy(other), places))
    .map(other => ports.path(other));
}

/** Tells the files that a pipeline declares as outputs, those of the pipelines that it uses among them. */
async function outputsOf(path: string): Promise<(path: string) => boolean> {
  try {
    const { options } = await prepareRun(path, { param: [] });
    const { writersOf } = watchedFiles(options);
    return other => writersOf(other).length > 0;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return () => false;
  }
}
