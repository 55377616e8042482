import { type Condition, checkExpressions, type PlacedReference } from '../checks/expression-words.ts';
import { checkTriggerParams } from '../checks/triggers.ts';
import { type Problem, problem, shiftProblem } from '../problem.ts';
import { durationOf, entriesOf, scalarsOf, valueUnder } from '../reading/fields.ts';
import { shiftEntry } from '../reading/shift.ts';
import type { EntrySyntax, MapSyntax, ScalarSyntax } from '../syntax.ts';
import { executorTypes } from '../vocabulary/words.ts';
import type { PlacedEntry } from './place-units.ts';

/** What the top level of a file says. Ranges count from the beginning of the text. */
export interface FileFacts {
  readonly entries: readonly EntrySyntax[];
  /** The same as a map, each key once; the value of `tasks` is not in it. */
  readonly body: MapSyntax;
  readonly params: ReadonlyMap<string, ScalarSyntax>;
  readonly env: ReadonlySet<string>;
  readonly secrets: ReadonlySet<string>;
  readonly pools: ReadonlySet<string>;
  /** Those that the file names, and those that need no settings. */
  readonly executors: ReadonlySet<string>;
  readonly hasEnvFiles: boolean;
  /** How long the whole run may take. */
  readonly timeoutMs: number | undefined;
  /** Whether something in the entry of this key could not be read, so that it may say more than what is here. */
  readonly isBroken: (key: string) => boolean;
  readonly references: readonly PlacedReference[];
  readonly conditions: readonly Condition[];
  readonly problems: readonly Problem[];
}

/** Gathers the facts of the top level. */
export function fileFacts(placed: readonly PlacedEntry[]): FileFacts {
  const entries: EntrySyntax[] = [];
  const problems: Problem[] = [];
  const references: PlacedReference[] = [];
  const conditions: Condition[] = [];
  const broken = new Set<string | undefined>();
  for (const { unit, start } of placed) {
    for (const found of unit.problems) problems.push(shiftProblem(found, start));
    if (unit.problems.some(found => found.code === 'yaml-syntax')) broken.add(unit.entry?.key.text);
    if (unit.entry) entries.push(shiftEntry(unit.entry, start));
    const expressions = unit.expressions.map(found => ({
      ...found,
      range: { start: found.range.start + start, end: found.range.end + start },
    }));
    const checked = checkExpressions(expressions, undefined);
    for (const found of checked.references) references.push(found);
    for (const found of checked.conditions) conditions.push(found);
    for (const found of checked.problems) problems.push(found);
  }
  const taken = new Set(entries.map(({ key }) => key.text));
  for (const [index, found] of problems.entries()) problems[index] = withoutTakenKey(found, entries, taken);
  for (const found of repeatedKeys(entries)) problems.push(found);
  const range = { start: 0, end: entries.at(-1)?.value?.range.end ?? 0 };
  const body: MapSyntax = { kind: 'map', range, entries, flow: false };
  for (const found of checkTriggerParams(body)) problems.push(found);
  const names = (key: string) => entriesOf(valueUnder(body, key)).map(entry => entry.key);
  return {
    entries,
    body,
    params: new Map(names('params').map(key => [key.text, key])),
    env: new Set(names('env').map(key => key.text)),
    secrets: new Set(scalarsOf(valueUnder(body, 'secrets')).map(secret => secret.text)),
    pools: new Set(names('pools').map(key => key.text)),
    executors: new Set([...usualExecutors, ...names('executors').map(key => key.text)]),
    hasEnvFiles: scalarsOf(valueUnder(body, 'env_files')).length > 0,
    timeoutMs: durationOf(body, 'timeout'),
    isBroken: key => broken.has(key) || broken.has(undefined),
    references,
    conditions,
    problems,
  };
}

/** A host must be named. */
const usualExecutors = executorTypes.map(({ value }) => value).filter(type => type !== 'ssh');

/** A key is not renamed to one that stands there already. */
function withoutTakenKey(found: Problem, entries: readonly EntrySyntax[], taken: ReadonlySet<string>): Problem {
  if (found.fixes.length === 0 || !entries.some(({ key }) => key.range.start === found.range.start)) return found;
  const fixes = found.fixes.filter(
    ({ edits }) => !edits.some(({ newText }) => taken.has(/^[\w-]*/.exec(newText)?.[0] ?? '')),
  );
  return fixes.length === found.fixes.length ? found : { ...found, fixes };
}

function repeatedKeys(entries: readonly EntrySyntax[]): readonly Problem[] {
  const firsts = new Map<string, ScalarSyntax>();
  return entries.flatMap(({ key }) => {
    const first = firsts.get(key.text);
    if (!first) {
      firsts.set(key.text, key);
      return [];
    }
    const related = [{ range: first.range, message: `The first "${key.text}".` }];
    return [
      problem('yaml-syntax', key.range, `The key "${key.text}" stands here twice: keep one of them.`, { related }),
    ];
  });
}
