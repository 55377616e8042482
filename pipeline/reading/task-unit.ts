import { checkEmptyItems } from '../checks/empty-items.ts';
import { checkExpressions } from '../checks/expression-words.ts';
import { checkSecretLiterals } from '../checks/secret-literals.ts';
import { checkShape } from '../checks/shape.ts';
import { checkTask } from '../checks/task.ts';
import { type Problem, problem } from '../problem.ts';
import type { ScalarSyntax, TaskBlock, ValueSyntax } from '../syntax.ts';
import { foreignTaskWords } from '../vocabulary/foreign-words.ts';
import { taskShape } from '../vocabulary/pipeline-keys.ts';
import type { AliasBudget } from './alias.ts';
import { takesNothing } from './entry-unit.ts';
import { findExpressions } from './find-expressions.ts';
import { type NamedParts, type OuterAnchors, readYaml } from './read-yaml.ts';
import { besideFaults, missingColonFault, type SyntaxFault } from './syntax-fault.ts';
import { type TaskFacts, taskFacts } from './task-facts.ts';

/** One task with all that can be said about it by itself. Ranges count from the beginning of its piece of the text. */
export interface TaskUnit extends NamedParts {
  readonly kind: 'task';
  readonly indent: number;
  readonly block: TaskBlock;
  readonly facts: TaskFacts;
  readonly problems: readonly Problem[];
  /** A comment in it silences problems. */
  readonly silences?: boolean;
}

/** Reads one task from its lines. */
export function readTaskUnit(text: string, indent: number, outer: OuterAnchors, budget: AliasBudget): TaskUnit {
  const read = readYaml(text, outer, budget);
  const entry = read.root?.kind === 'map' ? read.root.entries[0] : undefined;
  const { anchors, imports, aliased, borrowed } = read;
  const own = { anchors, imports, aliased, borrowed };
  if (entry) return { ...taskUnit(text, entry.key, entry.value, read.faults, indent), ...own };
  const range = read.root?.range ?? { start: indent, end: text.trimEnd().length };
  const fault = missingColonFault(text, range);
  const words = text.slice(fault.range.start, fault.range.end);
  const name: ScalarSyntax = { kind: 'scalar', range: fault.range, value: words, text: words, style: 'plain' };
  const faults = read.faults.length > 0 ? read.faults : [fault];
  return { ...taskUnit(text, name, undefined, faults, indent), ...own };
}

/** Makes the unit of a task whose syntax is there already; `text` is its piece. */
export function taskUnit(
  text: string,
  name: ScalarSyntax,
  body: ValueSyntax | undefined,
  faults: readonly SyntaxFault[],
  indent: number,
): TaskUnit {
  const expressions = findExpressions(text, body, taskShape, []);
  const checkedExpressions = checkExpressions(expressions, body);
  const place = { what: `The task "${name.text}"`, range: name.range, foreignWords: foreignTaskWords };
  const others = joined(
    body ? checkShape(body, taskShape, place) : none,
    checkTask(name, body, faults.length > 0),
    checkEmptyItems(text, body),
    checkSecretLiterals(text, body),
    checkedExpressions.problems,
  );
  const facts = taskFacts(text, name, body, checkedExpressions, faults.length > 0);
  const block: TaskBlock = {
    range: { start: name.range.start, end: Math.max(name.range.end, body?.range.end ?? 0) },
    name,
    ...(body ? { body } : {}),
    needs: facts.needs,
    expressions: expressions.map(({ range, text: said, path }) => ({ range, text: said, path })),
  };
  const problems = faults.length + others.length === 0 ? none : allProblems(text, faults, oncePerWord(others));
  return { kind: 'task', indent, block, facts, problems, ...takesNothing };
}

const none: readonly Problem[] = [];

/** Most lists of problems are empty. */
function joined(...lists: readonly (readonly Problem[])[]): readonly Problem[] {
  let all = none;
  for (let index = 0; index < lists.length; index++) {
    const list = lists[index] ?? none;
    if (list.length > 0) all = all.length === 0 ? list : all.concat(list);
  }
  return all;
}

function allProblems(text: string, faults: readonly SyntaxFault[], others: readonly Problem[]): readonly Problem[] {
  const told = faults.map(({ range, message, fixes }) => problem('yaml-syntax', range, message, { fixes }));
  return [...told, ...besideFaults(text, others, faults)];
}

/** Another tool's word for `run` is an error, for there is no `run`; what else is told of the word would only repeat it. */
function oncePerWord(problems: readonly Problem[]): readonly Problem[] {
  const missing = problems.find(found => found.code === 'missing-run');
  return problems.filter(found => found === missing || found.range !== missing?.range);
}
