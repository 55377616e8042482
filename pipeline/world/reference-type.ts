import type { Expr } from '@actions/expressions/ast';
import { inferredType, valueAs } from '../checks/params.ts';
import { namesOfChain } from '../expressions/references.ts';
import { type TypeOfReference, unknownType, type ValueType } from '../expressions/value-type.ts';
import type { TaskStatus } from '../pipeline.ts';
import { entriesOf, scalarOf, scalarsOf, valueUnder } from '../reading/fields.ts';
import type { TaskUnit } from '../reading/task-unit.ts';
import type { ScalarSyntax, ValueSyntax } from '../syntax.ts';
import type { FileFacts } from './file-facts.ts';
import type { TaskTable } from './task-table.ts';

/** What is known of a file, for the types of what its expressions read. */
export interface TypedWorld {
  readonly file: FileFacts;
  readonly table: TaskTable;
}

/** The types of what the expressions of a task read; without a task, of what those of the top level read. */
export function referenceTypes(unit: TaskUnit | undefined, { file, table }: TypedWorld): TypeOfReference {
  return (expression: Expr) => {
    const [context, name, property, output] = namesOfChain(expression) ?? [];
    if (context === undefined) return unknownType;
    if (name === undefined) return { kind: 'object' };
    if (context === 'params') return property === undefined ? paramType(file, name) : unknownType;
    if (context === 'run') return { kind: 'string' };
    if (context === 'env')
      return file.env.has(name) || unit?.facts.env.includes(name) ? { kind: 'string' } : unknownType;
    if (context === 'matrix') return property === undefined ? axisType(unit, name) : unknownType;
    if (context !== 'tasks') return unknownType;
    if (property === 'status') return statusType(unit, name, { file, table });
    return property === 'outputs' && output !== undefined ? outputType(unit, table, name, output) : unknownType;
  };
}

/** The ways in which a task that has ended has done so. */
export const ends: readonly TaskStatus[] = ['success', 'failed', 'skipped', 'upstream_failed', 'cancelled'];
const underWay: readonly TaskStatus[] = ['pending', 'queued', 'running', 'retrying'];

function paramType(file: FileFacts, name: string): ValueType {
  if (!file.params.has(name)) return unknownType;
  const param = valueUnder(valueUnder(file.body, 'params'), name);
  const type = inferredType(param);
  const kind = type === 'integer' ? 'number' : type;
  const allowed = scalarsOf(valueUnder(param, 'enum')).map(item => valueAs(item, type));
  const values = allowed.filter(value => value !== undefined);
  if (allowed.length > 0 && values.length === allowed.length) return { kind, values };
  return kind === 'number' ? { kind, limits: limitsOf(param) } : { kind };
}

function limitsOf(param: ValueSyntax | undefined) {
  const numberUnder = (key: string) => {
    const value = scalarOf(param, key)?.value;
    return typeof value === 'number' ? value : undefined;
  };
  return { least: numberUnder('minimum') ?? -Number.MAX_VALUE, most: numberUnder('maximum') ?? Number.MAX_VALUE };
}

/** All values that the axis and its `include` list; none is told of several kinds, nor where an instance may be without one. */
function axisType(unit: TaskUnit | undefined, axis: string): ValueType {
  const matrix = valueUnder(unit?.block.body, 'matrix');
  const included = valueUnder(matrix, 'include');
  const added = included?.kind === 'list' ? included.items.map(item => valueUnder(item, axis)) : [];
  const values = valueUnder(matrix, axis);
  const isEverywhere = values ? values.kind === 'list' : unit !== undefined && axesOf(unit).length === 0;
  if (!isEverywhere || added.includes(undefined)) return unknownType;
  const scalars = [...scalarsOf(values), ...added.flatMap(value => scalarsOf(value))];
  if (scalars.some(({ text }) => text.includes('${{'))) return unknownType;
  const kinds = new Set(scalars.map(({ value }) => typeof value));
  const [kind] = kinds;
  if (kinds.size !== 1 || (kind !== 'string' && kind !== 'number' && kind !== 'boolean')) return unknownType;
  return { kind, values: scalars.map(({ value }) => value) };
}

function outputType(
  reader: TaskUnit | undefined,
  { positions, units }: TaskTable,
  name: string,
  output: string,
): ValueType {
  const read = units[positions.get(name) ?? -1];
  const facts = read?.facts;
  const declared = facts?.outputs.get(output);
  if (!facts || facts.broken) return unknownType;
  if (facts.fansOut && (declared || facts.outputsUnknown))
    return readsCounterpart(reader, read) ? unknownType : { kind: 'list' };
  if (!declared || facts.outputsUnknown) return unknownType;
  if (!declared.value) return { kind: 'string' };
  const { type } = declared;
  if (type === 'number' || type === 'integer') return { kind: 'number' };
  return type === 'string' || type === 'boolean' ? { kind: type } : unknownType;
}

/** Whether the instances of a task may each read one instance of another: that one's axes are among theirs. */
function readsCounterpart(reader: TaskUnit | undefined, read: TaskUnit): boolean {
  if (!reader || valueUnder(read.block.body, 'foreach')) return false;
  const included = valueUnder(valueUnder(reader.block.body, 'matrix'), 'include');
  const added = included?.kind === 'list' ? included.items.flatMap(entriesOf).map(({ key }) => key.text) : [];
  const known = new Set([...axesOf(reader), ...added]);
  return axesOf(read).every(name => known.has(name));
}

/** A task that starts by a rule reads of its needs only ends that the rule lets through. */
function statusType(unit: TaskUnit | undefined, name: string, world: TypedWorld): ValueType {
  const { positions, units } = world.table;
  const needed = units[positions.get(name) ?? -1]?.facts;
  if (!needed) return { kind: 'string' };
  if (!unit || unit.facts.broken) return { kind: 'string', values: ends };
  const rule = unit.facts.rule?.text ?? 'all_success';
  const isDirect = unit.facts.needs.some((need: ScalarSyntax) => need.text === name);
  const isOnly = isDirect && new Set(unit.facts.needs.map(({ text }) => text)).size === 1;
  const seen = isDirect ? seenBy(rule, needed.continueOnError, isOnly) : undefined;
  return { kind: 'string', values: seen ?? (rule.startsWith('one_') ? [...ends, ...underWay] : ends) };
}

/** The ends of a direct need with which a task starts; nothing where the rule says nothing of a single need. */
function seenBy(rule: string, continueOnError: boolean, isOnly: boolean): readonly TaskStatus[] | undefined {
  const succeeded: readonly TaskStatus[] = continueOnError ? ['success', 'failed'] : ['success'];
  const failed: readonly TaskStatus[] = ['failed', 'upstream_failed', 'cancelled'];
  switch (rule) {
    case 'all_success':
      return succeeded;
    case 'all_failed':
      return failed;
    case 'all_skipped':
      return ['skipped'];
    case 'none_skipped':
      return ends.filter(end => end !== 'skipped');
    case 'none_failed':
      return [...succeeded, 'skipped'];
    case 'none_failed_min_one_success':
      return isOnly ? succeeded : [...succeeded, 'skipped'];
    case 'one_success':
      return isOnly ? succeeded : undefined;
    case 'one_failed':
      return isOnly ? failed : undefined;
    default:
      return undefined;
  }
}

/** The names of the axes of a matrix. */
export function axesOf(unit: TaskUnit): readonly string[] {
  const names = entriesOf(valueUnder(unit.block.body, 'matrix')).map(({ key }) => key.text);
  return names.filter(name => name !== 'include' && name !== 'exclude');
}
