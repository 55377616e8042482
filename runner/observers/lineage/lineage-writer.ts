import type { Task } from '../../../pipeline/pipeline.ts';
import type { TaskState } from '../../run-state.ts';
import type { ObserverTools } from '../observer.ts';
import type { RunNames } from '../run-names.ts';
import { Datasets, type TaskFiles } from './datasets.ts';
import { type FacetMaker, type Facets, facetMaker, type LineageEvent } from './lineage-event.ts';
import { dependenciesFacet, errorFacet, jobFacets, runFacets, sourceFacet, startFacets } from './lineage-facets.ts';
import type { LineageParent, LineageRun } from './lineage-parent.ts';
import { sourceLocation } from './source-location.ts';

/** Writes the events of one run. */
export class LineageWriter {
  readonly #place: ObserverTools['place'];
  readonly #names: RunNames;
  readonly #namespace: string;
  readonly #above: LineageParent | undefined;
  readonly #make: FacetMaker;
  readonly #datasets: Datasets;
  readonly #locations = new Map<string, ReturnType<typeof sourceLocation>>();
  /** What a task that has begun reads and writes, until its attempt has ended. */
  readonly #files = new Map<string, TaskFiles>();

  constructor(place: ObserverTools['place'], names: RunNames, namespace: string, above: LineageParent | undefined) {
    this.#place = place;
    this.#names = names;
    this.#namespace = namespace;
    this.#above = above;
    this.#make = facetMaker(place.state.started.versions.dagwright);
    this.#datasets = new Datasets(place);
  }

  ofRun(): LineageRun {
    const { name } = this.#place.state.started;
    return { namespace: this.#namespace, name: jobName(name), runId: this.#names.uuid() };
  }

  /** Attempt 0 is a task that was not run. */
  ofAttempt(task: string, attempt: number): LineageRun {
    return { namespace: this.#namespace, name: this.#taskName(task), runId: this.#names.uuid(task, attempt) };
  }

  run(eventType: LineageEvent['eventType'], at: number, error?: string): LineageEvent {
    const { started } = this.#place.state;
    const { runId, namespace, name } = this.ofRun();
    const facets = {
      ...runFacets(this.#make, started, this.#above),
      ...startFacets(this.#make, started),
      ...(error !== undefined && errorFacet(this.#make, error, 'dagwright')),
    };
    const job = { namespace, name, facets: this.#jobFacets('DAG', started.pipeline.description, started.file) };
    return this.#event(eventType, at, { run: { runId, facets }, job, inputs: [], outputs: [] });
  }

  attempt(
    eventType: LineageEvent['eventType'],
    at: number,
    task: TaskState,
    attempt: number,
    error?: string,
  ): LineageEvent {
    const { definition, source } = task;
    const { runId, namespace, name } = this.ofAttempt(task.name, attempt);
    const parent = this.ofRun();
    const needs = definition.needs.map(need => this.#taskName(need));
    const facets: Facets = {
      ...runFacets(this.#make, this.#place.state.started, { parent, root: this.#above?.root ?? parent }),
      ...dependenciesFacet(this.#make, namespace, needs, definition),
      ...sourceFacet(this.#make, source),
      ...(error !== undefined && errorFacet(this.#make, error, languageOf(definition))),
    };
    const { file } = this.#place.scopes.of(definition);
    const job = { namespace, name, facets: this.#jobFacets('TASK', definition.description, file) };
    const { inputs, outputs } = this.#filesOf(task, eventType);
    return this.#event(eventType, at, { run: { runId, facets }, job, inputs, outputs });
  }

  /** What was said at the start is said at the end: consumers may look at either. */
  #filesOf({ name, definition }: TaskState, eventType: LineageEvent['eventType']): TaskFiles {
    const files = this.#files.get(name) ?? this.#datasets.of(definition);
    if (eventType === 'START') this.#files.set(name, files);
    else this.#files.delete(name);
    return files;
  }

  #jobFacets(type: 'DAG' | 'TASK', description: string | undefined, file: string): Facets {
    const { git } = this.#place.state.started;
    const location = git && (this.#locations.get(file) ?? sourceLocation(file, git.commit));
    if (location) this.#locations.set(file, location);
    return jobFacets(this.#make, type, description, location && git && { ...location, commit: git.commit });
  }

  #taskName(task: string): string {
    return jobName(`${this.#place.state.started.name}.${task}`);
  }

  #event(
    eventType: LineageEvent['eventType'],
    at: number,
    content: Pick<LineageEvent, 'run' | 'job' | 'inputs' | 'outputs'>,
  ): LineageEvent {
    const { producer, schemaURL } = this.#make;
    return { eventType, eventTime: new Date(at).toISOString(), producer, schemaURL, ...content };
  }
}

/** Where names of jobs are handed on, a slash stands between them and others. */
function jobName(name: string): string {
  return name.replaceAll('/', '.');
}

function languageOf({ action }: Task): string {
  return action.kind === 'script' ? action.shell : action.kind;
}
