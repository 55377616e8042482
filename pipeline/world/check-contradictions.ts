import { Binary, type Expr, Logical } from '@actions/expressions/ast';
import { type Condition, placer } from '../checks/expression-words.ts';
import { casesOf, type Demand } from '../expressions/condition-cases.ts';
import { expressionRange } from '../expressions/expression-range.ts';
import { partsOf } from '../expressions/parts.ts';
import { isPossible } from '../expressions/possible.ts';
import { constantTruth, type TypeOfReference, valueType } from '../expressions/value-type.ts';
import { type Fix, type Problem, problem, replacement } from '../problem.ts';
import { wordsOf } from './words-of.ts';

/**
 * Tells of parts of a condition that exclude each other, so that it never holds (`x > 5 && x < 3`), or of which one
 * always holds (`x != 'a' || x != 'b'`). What depends on values that may be anything is never told of.
 */
export function checkContradictions(condition: Condition, typeOf: TypeOfReference): readonly Problem[] {
  const { parsed, expression } = condition;
  const found: Problem[] = [];
  for (const part of decidingParts(parsed.tree)) {
    const range = placer(expression)(expressionRange(part, parsed.text));
    if (found.some(({ range: told }) => range.start <= told.start && told.end <= range.end)) continue;
    const truth = certainTruth(part, typeOf);
    if (truth === undefined) continue;
    const message = `This is always ${truth}: ${why(part, truth, condition, typeOf)}`;
    found.push(problem('constant-condition', range, message, { fixes: otherOperator(part, truth, condition) }));
  }
  return found;
}

/** The innermost first. */
function decidingParts(tree: Expr): readonly (Logical | Binary)[] {
  const below = partsOf(tree).flatMap(decidingParts);
  return tree instanceof Logical || tree instanceof Binary ? [...below, tree] : below;
}

/** What is told of elsewhere is not looked at: a part that reads nothing, or that decides alone. */
function certainTruth(part: Logical | Binary, typeOf: TypeOfReference): boolean | undefined {
  if (constantTruth(valueType(part, typeOf)) !== undefined) return undefined;
  const canHold = !areNever([part], true, typeOf);
  const canFail = !areNever([part], false, typeOf);
  return canHold === canFail ? undefined : canHold;
}

/** Whether some expressions can certainly not all be true, or all be false, at the same time. */
function areNever(parts: readonly Expr[], truth: boolean, typeOf: TypeOfReference): boolean {
  const cases = casesOf(parts, truth);
  return cases?.every(demands => !areMet(demands, typeOf)) ?? false;
}

function areMet(demands: readonly Demand[], typeOf: TypeOfReference): boolean {
  return demands.every(({ subject, part }, index) => {
    const all = demands.filter(other => other.subject === subject);
    return all[0] !== demands[index] || isPossible(all, valueType(part, typeOf));
  });
}

function why(part: Logical | Binary, truth: boolean, condition: Condition, typeOf: TypeOfReference): string {
  if (part instanceof Binary) return `${limitsText(part, condition, typeOf)}.`;
  const opposed = opposedParts(part, truth, typeOf).map(one => wordsOf(one, condition));
  if (opposed.length === 0) return truth ? 'one of its parts always holds.' : 'its parts exclude each other.';
  const [one, other] = opposed;
  return truth ? `one of ${one} and ${other} always holds.` : `${one} and ${other} are never both true.`;
}

function limitsText(part: Binary, condition: Condition, typeOf: TypeOfReference): string {
  const read = [part.left, part.right].find(side => valueType(side, typeOf).limits);
  const { least = 0, most = 0 } = (read && valueType(read, typeOf).limits) ?? {};
  const [from, to] = [least > -Number.MAX_VALUE, most < Number.MAX_VALUE];
  const range = from && to ? `between ${least} and ${most}` : from ? `at least ${least}` : `at most ${most}`;
  return `${read ? wordsOf(read, condition) : 'this'} is ${range}`;
}

/** The two parts that decide it, where there are such two. */
function opposedParts({ operator, args }: Logical, truth: boolean, typeOf: TypeOfReference): readonly Expr[] {
  if ((operator.lexeme === '||') !== truth) return [];
  for (const [index, one] of args.entries()) {
    const other = args.slice(0, index).find(before => areNever([before, one], !truth, typeOf));
    if (other) return [other, one];
  }
  return [];
}

/** `x == 'a' && x == 'b'` is most often meant as `||`, and the other way round. */
function otherOperator(part: Logical | Binary, truth: boolean, condition: Condition): readonly Fix[] {
  const { parsed, expression } = condition;
  const [one, other] = part instanceof Logical ? part.args : [];
  if (!(part instanceof Logical) || !one || !other || part.args.length > 2 || !expression.exact) return [];
  if ((part.operator.lexeme === '||') !== truth) return [];
  const from = expressionRange(one, parsed.text).end;
  const between = /^[\s)]*(&&|\|\|)[\s(!]*$/.exec(parsed.text.slice(from, expressionRange(other, parsed.text).start));
  if (!between) return [];
  const at = from + between[0].indexOf(part.operator.lexeme);
  const ours = truth ? '&&' : '||';
  return [replacement(`Write "${ours}"`, placer(expression)({ start: at, end: at + 2 }), ours)];
}
