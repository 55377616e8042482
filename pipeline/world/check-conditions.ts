import { Binary, type Expr, Literal } from '@actions/expressions/ast';
import { type Condition, placer } from '../checks/expression-words.ts';
import { closest } from '../closest.ts';
import { expressionRange } from '../expressions/expression-range.ts';
import { partsOf } from '../expressions/parts.ts';
import { namesOfChain } from '../expressions/references.ts';
import { constantTruth, type TypeOfReference, type ValueType, valueType } from '../expressions/value-type.ts';
import { type Fix, type Problem, problem, replacement } from '../problem.ts';
import type { TaskUnit } from '../reading/task-unit.ts';
import { checkContradictions } from './check-contradictions.ts';
import { ends, referenceTypes, type TypedWorld } from './reference-type.ts';
import { wordsOf } from './words-of.ts';

/** Tells of comparisons between a number and a text, and of conditions that hold always or never. */
export function checkConditions(
  conditions: readonly Condition[],
  unit: TaskUnit | undefined,
  world: TypedWorld,
): readonly Problem[] {
  if (conditions.length === 0) return none;
  const typeOf = referenceTypes(unit, world);
  const problems: Problem[] = [];
  for (const condition of conditions) {
    const found: Problem[] = [];
    visit(condition.parsed.tree, tree => checkComparison(tree, condition, typeOf, unit, found));
    if (found.length === 0) found.push(...checkContradictions(condition, typeOf));
    if (found.length === 0 && condition.expression.path.at(-1) === 'if') checkWhole(condition, typeOf, found);
    for (const wrong of found) problems.push(wrong);
  }
  return problems;
}

const none: readonly Problem[] = [];

function visit(tree: Expr, each: (tree: Binary) => void): void {
  if (tree instanceof Binary) each(tree);
  for (const part of partsOf(tree)) visit(part, each);
}

function checkComparison(
  tree: Binary,
  condition: Condition,
  typeOf: TypeOfReference,
  unit: TaskUnit | undefined,
  found: Problem[],
): void {
  const left = valueType(tree.left, typeOf);
  const right = valueType(tree.right, typeOf);
  const mismatch = checkList(tree, left, right, condition) ?? checkKinds(tree, left, right, condition);
  if (mismatch) {
    found.push(mismatch);
    return;
  }
  const truth = constantTruth(valueType(tree, typeOf));
  const isLiteral = tree.left instanceof Literal && tree.right instanceof Literal;
  if (truth === undefined || isLiteral) return;
  const reads = tree.left instanceof Literal ? { part: tree.right, type: right } : { part: tree.left, type: left };
  const place = placer(condition.expression);
  const name = wordsOf(reads.part, condition);
  const why = whyConstant(reads.part, reads.type, unit);
  const message = `This is always ${truth}: ${name} ${why}`;
  const fixes = isOwnStatus(reads.part, reads.type) ? waitForAll(unit) : didYouMean(tree, reads.type, condition);
  found.push(problem('constant-condition', place(expressionRange(tree, condition.parsed.text)), message, { fixes }));
}

/** The outputs of a task with a matrix or a list are lists: compared with anything else they are never equal, less or more. */
function checkList(tree: Binary, left: ValueType, right: ValueType, condition: Condition): Problem | undefined {
  const [list, other, listTree] = left.kind === 'list' ? [left, right, tree.left] : [right, left, tree.right];
  const isSimple = other.kind === 'number' || other.kind === 'string' || other.kind === 'boolean';
  if (list.kind !== 'list' || !isSimple) return undefined;
  const name = wordsOf(listTree, condition);
  const range = placer(condition.expression)(expressionRange(tree, condition.parsed.text));
  const message = `${name} is a list, with a value for each instance of "${namesOfChain(listTree)?.[1] ?? ''}": take one of them, as in ${name}[0], or ask whether it contains a value.`;
  return problem('mismatched-types', range, message);
}

/** A number or a boolean beside a text: one of them is turned into a number before they are compared, which is rarely meant, but of the environment, which knows only texts. */
function checkKinds(tree: Binary, left: ValueType, right: ValueType, condition: Condition): Problem | undefined {
  const [odd, text, oddTree, textTree] =
    right.kind === 'string' ? [left, right, tree.left, tree.right] : [right, left, tree.right, tree.left];
  if (text.kind !== 'string' || (odd.kind !== 'number' && odd.kind !== 'boolean')) return undefined;
  if (odd.kind === 'number' && namesOfChain(textTree)?.[0] === 'env') return undefined;
  const place = placer(condition.expression);
  const range = place(expressionRange(tree, condition.parsed.text));
  const [value, name] = [wordsOf(oddTree, condition), wordsOf(textTree, condition)];
  const literal = textTree instanceof Literal ? textTree : oddTree instanceof Literal ? oddTree : undefined;
  const written = literal?.literal.coerceString() ?? '';
  const isEquality = tree.operator.lexeme === '==' || tree.operator.lexeme === '!=';
  const asText = literal && isEquality ? `'${written}'` : undefined;
  const meant = literal === textTree ? (fits(written, odd.kind) ? written : undefined) : asText;
  const { exact, style } = condition.expression;
  const isWritable = exact && (literal === textTree || style !== 'single-quoted');
  const fixes =
    isWritable && literal && meant !== undefined
      ? [replacement(`Write ${meant}`, place(expressionRange(literal, condition.parsed.text)), meant)]
      : [];
  const mend = meant === undefined ? '' : ` Write ${meant}.`;
  const message = `${value} is a ${odd.kind}, and ${name} a text: they are compared as numbers, and a text that is none is equal to nothing.${mend}`;
  return problem('mismatched-types', range, message, { fixes });
}

function fits(text: string, kind: 'number' | 'boolean'): boolean {
  return kind === 'boolean' ? /^(?:true|false)$/.test(text) : text.trim() !== '' && Number.isFinite(Number(text));
}

function whyConstant(part: Expr, type: ValueType, unit: TaskUnit | undefined): string {
  const all = (type.values ?? []).map(value => (typeof value === 'string' ? `'${value}'` : String(value)));
  const values = [...new Set(all)];
  const shown = values.length > 9 ? [...values.slice(0, 8), '…'] : values;
  const which = values.length === 1 ? values[0] : `${shown.slice(0, -1).join(', ')} or ${shown.at(-1)}`;
  if (!isOwnStatus(part, type)) return `can only be ${which}.`;
  const needed = namesOfChain(part)?.[1] ?? '';
  const rule = unit?.facts.rule?.text;
  if (rule) return `can only be ${which} here, for "${unit?.facts.name}" has the rule ${rule}.`;
  return `is ${which} here, for "${unit?.facts.name}" starts only when "${needed}" has succeeded. To start after other ends too, add "trigger_rule: all_done".`;
}

function isOwnStatus(part: Expr, { values }: ValueType): boolean {
  const names = namesOfChain(part);
  return names?.[0] === 'tasks' && names[2] === 'status' && values !== undefined && values.length < ends.length;
}

/** A text that is compared with a few words and is none of them is most often a slip for one. */
function didYouMean(tree: Binary, { values = [] }: ValueType, condition: Condition): readonly Fix[] {
  const literal = tree.left instanceof Literal ? tree.left : tree.right instanceof Literal ? tree.right : undefined;
  const words = values.filter(value => typeof value === 'string');
  const near = literal && closest(literal.literal.coerceString(), words);
  if (!literal || near === undefined || !condition.expression.exact || near.includes("'")) return [];
  const range = placer(condition.expression)(expressionRange(literal, condition.parsed.text));
  return words.includes(literal.literal.coerceString()) ? [] : [replacement(`Write '${near}'`, range, `'${near}'`)];
}

/** The mend that lets a task start whatever the end of its needs; only in a task of lines of its own. */
function waitForAll(unit: TaskUnit | undefined): readonly Fix[] {
  const slot = unit?.facts.keySlot;
  if (!slot || unit.facts.rule) return [];
  const rule = 'trigger_rule: all_done';
  return [replacement(`Add "${rule}"`, slot.range, `${rule}${slot.after}`)];
}

/** A condition that reads nothing, or of which one part decides alone. */
function checkWhole({ expression, parsed }: Condition, typeOf: TypeOfReference, found: Problem[]): void {
  const truth = constantTruth(valueType(parsed.tree, typeOf));
  if (truth === undefined) return;
  const what = truth ? 'the condition has no effect' : 'this never happens';
  const message = `This is always ${truth}, whatever the run brings: ${what}.`;
  found.push(problem('constant-condition', placer(expression)(expressionRange(parsed.tree, parsed.text)), message));
}
