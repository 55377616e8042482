import type { Guard } from '../expressions/guards.ts';
import type { FileFact, TaskFacts } from '../reading/task-facts.ts';
import type { TaskUnit } from '../reading/task-unit.ts';

/** Whether two lists of tasks are the same to all checks between tasks: then what those found is still true. */
export function sameToOthers(before: readonly TaskUnit[], now: readonly TaskUnit[]): boolean {
  if (before.length !== now.length) return false;
  for (let position = 0; position < now.length; position++) {
    const [old, unit] = [before[position], now[position]];
    if (old !== unit && !(old && unit && old.indent === unit.indent && sameFacts(old.facts, unit.facts))) return false;
  }
  return true;
}

function sameFacts(a: TaskFacts, b: TaskFacts): boolean {
  return (
    a.name === b.name &&
    a.broken === b.broken &&
    a.plain === b.plain &&
    a.hasIf === b.hasIf &&
    a.continueOnError === b.continueOnError &&
    a.fansOut === b.fansOut &&
    a.outputsUnknown === b.outputsUnknown &&
    a.readsTasks === b.readsTasks &&
    a.pool?.text === b.pool?.text &&
    a.rule?.text === b.rule?.text &&
    sameGuards(a.guards, b.guards) &&
    sameTexts(a.needs, b.needs) &&
    samePaths(a.writes, b.writes) &&
    samePaths(a.reads, b.reads) &&
    sameOutputs(a.outputs, b.outputs)
  );
}

function sameGuards(a: TaskFacts['guards'], b: TaskFacts['guards']): boolean {
  const same = (one: Guard, other: Guard | undefined) =>
    one.subject === other?.subject && one.is === other.is && one.value === other.value;
  return a.length === b.length && a.every((guard, index) => same(guard, b[index]));
}

function sameTexts(a: TaskFacts['needs'], b: TaskFacts['needs']): boolean {
  return a.length === b.length && a.every((need, index) => need.text === b[index]?.text);
}

function samePaths(a: readonly FileFact[], b: readonly FileFact[]): boolean {
  return a.length === b.length && a.every((file, index) => file.path === b[index]?.path);
}

function sameOutputs(a: TaskFacts['outputs'], b: TaskFacts['outputs']): boolean {
  if (a.size !== b.size) return false;
  for (const [name, { value, type }] of a) {
    const other = b.get(name);
    if (other?.value !== value || other.type !== type) return false;
  }
  return true;
}
