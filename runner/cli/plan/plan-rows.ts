import { isGroup, type Task } from '../../../pipeline/pipeline.ts';
import type { Forecast, Will } from '../../forecast/forecast.ts';

/** A line of a plan: a task, or several of which the same is expected. */
export interface PlanRow {
  /** The first few tasks; of a group in which all is alike its name and how many tasks it stands for. */
  readonly names: readonly string[];
  /** How many are not named. */
  readonly more: number;
  readonly will: Will;
  readonly why: readonly string[];
  /** The runs that did the work of what is cached or taken over. */
  readonly runs: ReadonlySet<string>;
  /** A group whose tasks have lines of their own below it. */
  readonly isHead: boolean;
  readonly group: string | undefined;
}

/** So many tasks have a line each. */
const mostLines = 40;
/** So few alike tasks have a line each in any case. */
const fewAlike = 3;
const shownNames = 3;

/**
 * The lines of a plan in the order of the tasks. When they are many, a group in which all is alike has one, and of tasks that
 * are alike the first ones stand for the others; with `isEach` each task has its line all the same.
 */
export function planRows(forecasts: readonly Forecast[], isEach: boolean): readonly PlanRow[] {
  const members = membersOf(forecasts);
  if (isEach || forecasts.length <= mostLines) {
    return forecasts.map(forecast => ({ ...rowOf(forecast), isHead: members.has(forecast.task.name) }));
  }
  const rows = joined(foldedGroups(forecasts, members), row => `${row.group} ${alike(row)}`);
  return rows.length <= mostLines ? rows : joined(rows, ({ will, group }) => `${group} ${will}`);
}

function rowOf({ task, will, why, run }: Forecast): PlanRow {
  const runs = new Set(run === undefined ? [] : [run]);
  return { names: [task.name], more: 0, will, why, runs, isHead: false, group: task.group };
}

/** Where the need is another, it is the same reason all the same. */
function foldableRow(forecast: Forecast): PlanRow {
  const { need, why } = forecast;
  if (need === undefined) return rowOf(forecast);
  return rowOf({ ...forecast, why: why.map(text => text.replace(/^its need /, '').replace(need, 'a need')) });
}

function membersOf(forecasts: readonly Forecast[]): ReadonlyMap<string, readonly Forecast[]> {
  const members = new Map<string, Forecast[]>();
  for (const forecast of forecasts) {
    const { group } = forecast.task;
    if (group !== undefined) members.set(group, [...(members.get(group) ?? []), forecast]);
  }
  return members;
}

/** A group in which all is alike takes the place of what is in it. */
function foldedGroups(forecasts: readonly Forecast[], members: ReadonlyMap<string, readonly Forecast[]>): PlanRow[] {
  const rowsOf = (forecast: Forecast): PlanRow[] => {
    const inside = members.get(forecast.task.name);
    if (!inside) return [foldableRow(forecast)];
    const rows = inside.flatMap(rowsOf);
    const tasks = joined(rows, alike, 0);
    const [first] = tasks;
    if (!first || tasks.length > 1) return [{ ...rowOf(forecast), isHead: true }, ...rows];
    const { group } = forecast.task;
    return [{ ...first, names: [groupLabel(forecast.task, inside.length)], more: 0, group }];
  };
  return forecasts.filter(({ task }) => task.group === undefined).flatMap(rowsOf);
}

function groupLabel(task: Task, size: number): string {
  return isGroup(task) && task.action.kind !== 'pipeline' ? `${task.name} ×${size}` : `${task.name}/ (${size} tasks)`;
}

function alike({ will, why }: PlanRow): string {
  return JSON.stringify([will, why]);
}

/** Rows with the same key, when they are more than `few`, become one, in the place of the first. */
function joined(rows: readonly PlanRow[], keyOf: (row: PlanRow) => string, few = fewAlike): PlanRow[] {
  const groups = new Map<string, PlanRow[]>();
  for (const row of rows) {
    if (row.isHead) continue;
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return rows.flatMap(row => {
    const group = row.isHead ? [row] : (groups.get(keyOf(row)) ?? [row]);
    if (group.length <= few) return [row];
    return group[0] === row ? [together(group, row)] : [];
  });
}

function together(rows: readonly PlanRow[], first: PlanRow): PlanRow {
  const count = rows.reduce((sum, { names, more }) => sum + names.length + more, 0);
  const names = rows.flatMap(row => row.names).slice(0, shownNames);
  const isSame = rows.every(row => alike(row) === alike(first));
  return {
    ...{ ...first, names, more: count - names.length },
    why: isSame ? first.why : [...first.why.slice(0, 1), 'others for other reasons'],
    runs: new Set(rows.flatMap(row => [...row.runs])),
  };
}
