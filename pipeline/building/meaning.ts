import type { Pipeline } from '../pipeline.ts';
import { valueUnder } from '../reading/fields.ts';
import type { TaskUnit } from '../reading/task-unit.ts';
import type { MapSyntax } from '../syntax.ts';
import { buildPipeline } from './build-pipeline.ts';
import { type BuiltTasks, builtTasks } from './built-tasks.ts';

/** What a file means that has no error: built when it is first asked for, for an editor seldom does. */
export class Meaning {
  readonly #body: MapSyntax;
  readonly #units: readonly TaskUnit[];
  #built: BuiltTasks | undefined;
  #pipeline: Pipeline | undefined;

  /** `known`: tasks that were built before, of which those that did not change are used again. */
  constructor(body: MapSyntax, units: readonly TaskUnit[], known: BuiltTasks | undefined) {
    this.#body = body;
    this.#units = units;
    this.#built = known;
  }

  get pipeline(): Pipeline {
    if (this.#pipeline) return this.#pipeline;
    this.#built = builtTasks(this.#units, valueUnder(this.#body, 'defaults'), this.#built);
    this.#pipeline = buildPipeline(this.#body, this.#built.tasks);
    return this.#pipeline;
  }

  /** The tasks as they were last built. */
  get built(): BuiltTasks | undefined {
    return this.#built;
  }
}
