import type { Expr } from '@actions/expressions/ast';
import { inferredType, valueAs } from '../checks/params.ts';
import { namesOfChain } from '../expressions/references.ts';
import { type TypeOfReference, unknownType, type ValueType } from '../expressions/value-type.ts';
import type { TaskStatus } from '../pipeline.ts';
import { entriesOf, scalarsOf, valueUnder } from '../reading/fields.ts';
import type { TaskUnit } from '../reading/task-unit.ts';
import type { ScalarSyntax } from '../syntax.ts';
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
    if (property === 'status') return statusType(unit, name, table);
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
  return allowed.length > 0 && values.length === allowed.length ? { kind, values } : { kind };
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

/** A task that starts only when its needs have succeeded reads nothing else of them. */
function statusType(unit: TaskUnit | undefined, name: string, { positions, units }: TaskTable): ValueType {
  const needed = units[positions.get(name) ?? -1]?.facts;
  if (!needed) return { kind: 'string' };
  if (!unit) return { kind: 'string', values: ends };
  const rule = unit.facts.rule?.text ?? 'all_success';
  const isDirect = unit.facts.needs.some((need: ScalarSyntax) => need.text === name);
  if (rule === 'all_success' && isDirect && !needed.continueOnError && !unit.facts.broken) {
    return { kind: 'string', values: ['success'] };
  }
  return { kind: 'string', values: rule.startsWith('one_') ? [...ends, ...underWay] : ends };
}

/** The names of the axes of a matrix. */
export function axesOf(unit: TaskUnit): readonly string[] {
  const names = entriesOf(valueUnder(unit.block.body, 'matrix')).map(({ key }) => key.text);
  return names.filter(name => name !== 'include' && name !== 'exclude');
}
