import { usedParamValues } from '../../pipeline/param-values.ts';
import type { Json, Param, ParamValue, Task } from '../../pipeline/pipeline.ts';
import type { Opening } from '../decision-event.ts';
import { usedBy } from '../groups.ts';
import { ownEnvironment } from '../scopes.ts';
import type { Workplace } from '../workplace.ts';
import type { Unknowns } from './unknowns.ts';

/** How a group opens of which not all is known before, and why; `undefined` when all is. */
export interface UnknownOpening {
  readonly opening: Opening;
  readonly why: readonly string[];
}

/** Opens a group whose list or params hang on what is not known: without members, or with some value for each such param. */
export function openUnknown(group: Task, place: Workplace, unknowns: Unknowns): UnknownOpening | undefined {
  if (group.matrix) return undefined;
  if (group.foreach) {
    const unknown = unknowns.inExpression(group.foreach.list, group);
    return unknown === undefined
      ? undefined
      : { opening: { members: [] }, why: [`how many times depends on ${unknown}`] };
  }
  const params = usedBy(place.state, group)?.params ?? {};
  const found = unknownParams(group, unknowns);
  if (found.size === 0) return undefined;
  unknowns.addParams(group.name, found);
  const values = usedParamValues(params, givenValues(group, params, found, place));
  const opening = values.ok ? { params: values.values } : { error: values.messages.join(' ') };
  const entered = values.ok ? place.scopes.enter(group, values.values) : opening;
  const why = [...found].map(([name, reason]) => `with.${name} depends on ${reason}`);
  return { opening: 'error' in entered ? { error: String(entered.error) } : opening, why };
}

function unknownParams({ action, ...task }: Task, unknowns: Unknowns): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, value] of Object.entries(action.kind === 'pipeline' ? action.with : {})) {
    const why = typeof value === 'string' ? unknowns.inTemplate(value, { action, ...task }) : undefined;
    if (why !== undefined) found.set(name, why);
  }
  return found;
}

function givenValues(
  group: Task,
  params: Readonly<Record<string, Param>>,
  unknown: ReadonlyMap<string, string>,
  { scopes, expressions }: Workplace,
): Record<string, Json> {
  const env = ownEnvironment(group, scopes.of(group), expressions);
  const given = Object.entries(group.action.kind === 'pipeline' ? group.action.with : {});
  return Object.fromEntries(
    given.flatMap(([name, value]): [string, Json][] => {
      const param = params[name];
      if (unknown.has(name)) return param ? [[name, someValue(param)]] : [];
      if (typeof value !== 'string') return [[name, value]];
      const evaluated = expressions.value(value, group, 'error' in env ? {} : env.values);
      return evaluated.ok ? [[name, evaluated.value]] : [];
    }),
  );
}

function someValue(param: Param): ParamValue {
  if (param.default !== undefined) return param.default;
  return param.enum?.[0] ?? { string: '', number: 0, integer: 0, boolean: false }[param.type];
}
