import { dirname, resolve } from 'node:path';
import { usedParamValues } from '../pipeline/param-values.ts';
import type { Json, Pipeline, Task } from '../pipeline/pipeline.ts';
import { unrollInstances } from '../pipeline/unroll/unroll-pipeline.ts';
import type { UsedFiles } from '../pipeline/unroll/used-files.ts';
import type { GroupOutputs, Opening } from './decision-event.ts';
import type { RunState } from './run-state.ts';
import { groupLimitMs } from './scheduler/group-limit.ts';
import { ownEnvironment } from './scopes.ts';
import type { Workplace } from './workplace.ts';

/** Opens the groups of a run, and gathers what they give. */
export class Groups {
  readonly #place: Workplace;

  constructor(place: Workplace) {
    this.#place = place;
  }

  /** What a group's members need to start. */
  open(group: Task): Opening {
    if (group.matrix) return {};
    return group.foreach ? this.#openList(group, group.foreach.list) : this.#openUsed(group);
  }

  /** How long an open group may take, in milliseconds. */
  limitOf(name: string): number | undefined {
    const { state } = this.#place;
    const task = state.tasks.get(name)?.definition;
    return task && groupLimitMs(task, group => usedBy(state, group));
  }

  /** Of instances, a list for each output, in their order, `null` for one that gave none; of a used pipeline, what it says. */
  outputsOf(group: Task): GroupOutputs {
    if (group.matrix || group.foreach) return { outputs: this.#lists(group) };
    return this.#usedOutputs(group);
  }

  #openList(group: Task, list: string): Opening {
    const { scopes, expressions, state } = this.#place;
    const env = ownEnvironment(group, scopes.of(group), expressions);
    if ('error' in env) return env;
    const evaluated = expressions.evaluate(list, group, env.values);
    if (!evaluated.ok) return { error: evaluated.message };
    const { value } = evaluated;
    if (!isList(value)) return { error: `\`foreach\` needs a list, and \`${list}\` is ${kindOf(value)}.` };
    const unrolled = unrollInstances(group, value, usedFiles(state), state.tasks.size);
    return unrolled.ok ? { members: unrolled.tasks } : { error: unrolled.message };
  }

  #openUsed(group: Task): Opening {
    const { scopes, expressions, state } = this.#place;
    const env = ownEnvironment(group, scopes.of(group), expressions);
    if ('error' in env) return env;
    const given: Record<string, Json> = {};
    for (const [name, template] of Object.entries(group.action.kind === 'pipeline' ? group.action.with : {})) {
      const evaluated = typeof template === 'string' ? expressions.value(template, group, env.values) : undefined;
      if (evaluated?.ok === false) return { error: `\`with.${name}\`: ${evaluated.message}` };
      given[name] = evaluated ? evaluated.value : template;
    }
    const params = usedParamValues(usedBy(state, group)?.params ?? {}, given);
    if (!params.ok) return { error: params.messages.join(' ') };
    const scope = scopes.enter(group, params.values);
    return 'error' in scope ? scope : { params: params.values };
  }

  #lists(group: Task): Readonly<Record<string, Json>> {
    const members = this.#place.expressions.index.membersOf(group.name);
    const names = new Set(Object.keys(group.outputs));
    if (group.action.kind === 'pipeline') {
      for (const name of Object.keys(usedBy(this.#place.state, group)?.outputs ?? {})) names.add(name);
    }
    return Object.fromEntries([...names].map(name => [name, members.map(({ outputs }) => outputs?.[name] ?? null)]));
  }

  #usedOutputs(group: Task): GroupOutputs {
    const { scopes, expressions } = this.#place;
    const inside = { scope: group.name };
    const { pipeline, env } = scopes.of(inside);
    const outputs: Record<string, Json> = {};
    for (const [name, template] of Object.entries(pipeline.outputs)) {
      const evaluated = expressions.value(template, inside, env);
      if (!evaluated.ok) return { error: `Its output \`${name}\` cannot be worked out: ${evaluated.message}` };
      outputs[name] = evaluated.value;
    }
    return { outputs };
  }
}

/** What a task uses, when it uses another pipeline. */
export function usedBy({ started }: RunState, { action }: Task): Pipeline | undefined {
  return action.kind === 'pipeline' ? started.used?.[action.file]?.pipeline : undefined;
}

function usedFiles({ started }: RunState): UsedFiles {
  return { used: started.used ?? {}, resolve: (file, from) => resolve(dirname(from), file) };
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function kindOf(value: Json): string {
  if (value === null) return 'nothing: there is no such value';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'string') return `a text: ${value.length > 60 ? `${value.slice(0, 60)}…` : value}`;
  return `${typeof value === 'number' ? 'a number' : 'true or false'}: ${value}`;
}
