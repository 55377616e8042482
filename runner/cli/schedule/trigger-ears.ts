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

/** What the ears of triggers ask of the scheduler. */
export interface TriggerPorts {
  readonly path: (file: string) => string;
  readonly name: (path: string) => string;
  readonly paramsOf: (file: string) => Readonly<Record<string, Param>>;
  /** A run of a file will start soon. */
  readonly prepare: (file: string) => void;
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
  async follow(file: string): Promise<void> {
    const now = new Map([...this.#scheduling.state.triggers].filter(([, trigger]) => trigger.file === file));
    for (const [key, heard] of this.#heard) {
      const said = now.get(key);
      if (heard.file !== file || (said && JSON.stringify(said.definition) === heard.said)) continue;
      this.#heard.delete(key);
      this.#data.leave(key);
      this.#others.leave(key);
    }
    for (const [key, { definition }] of now) {
      if (definition.kind !== 'files' || this.#heard.has(key)) continue;
      this.#heard.set(key, { file, said: JSON.stringify(definition) });
      this.#followFiles(key, file, definition);
    }
    this.#followOthers();
  }

  /** An edit may close a ring, or open one that another file stands in: all are looked at. */
  #followOthers(): void {
    const startersOf = new Map<string, string[]>();
    const others = [...this.#scheduling.state.triggers].flatMap(([key, { file, definition }]) => {
      if (definition.kind !== 'pipeline') return [];
      const path = this.#ports.path(file);
      const target = resolve(dirname(path), definition.file);
      if (definition.if === undefined) startersOf.set(path, [...(startersOf.get(path) ?? []), target]);
      return [{ key, file, path, target, definition }];
    });
    for (const { key, file, path, target, definition } of others) {
      const ring =
        definition.if === undefined ? triggerRing(path, target, other => startersOf.get(other) ?? []) : undefined;
      const said = JSON.stringify(definition);
      if (ring && this.#rings.get(key) !== said) {
        this.#teller.of(file, `${ringText(ring.map(other => this.#ports.name(other)))} That trigger is left out.`);
      }
      if (ring) this.#rings.set(key, said);
      else this.#rings.delete(key);
      if (ring && this.#heard.delete(key)) this.#others.leave(key);
      if (ring || this.#heard.has(key)) continue;
      this.#heard.set(key, { file, said });
      this.#others.listen(key, target);
    }
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
