import { Binary, type Expr, Grouping, Literal, Logical, Unary } from '@actions/expressions/ast';
import { namesOfChain } from './references.ts';

/** One thing that must hold for a condition to be true: what is read is, or is not, a value; without a value: counts as true. */
export interface Guard {
  /** `params.region`, `tasks.load.status`; in lower case, as expressions find names. */
  readonly subject: string;
  readonly is: boolean;
  readonly value?: string;
}

/** What must hold in all cases for an expression to be true, as far as it says so plainly. */
export function guardsOf(expression: Expr): readonly Guard[] {
  if (expression instanceof Grouping) return guardsOf(expression.group);
  if (expression instanceof Logical)
    return expression.operator.lexeme === '&&' ? expression.args.flatMap(guardsOf) : [];
  if (expression instanceof Binary) return comparison(expression);
  const isNegated = expression instanceof Unary;
  const subject = subjectOf(isNegated ? expression.expr : expression);
  return subject === undefined ? [] : [{ subject, is: !isNegated }];
}

/** Whether two can never hold together. */
export function contradict(one: Guard, other: Guard): boolean {
  if (one.subject !== other.subject) return false;
  if (one.value === undefined || other.value === undefined) return one.value === other.value && one.is !== other.is;
  if (one.is && other.is) return one.value !== other.value;
  return one.is !== other.is && one.value === other.value;
}

/** A guard in words: `params.region is 'eu'`. */
export function guardText({ subject, is, value }: Guard): string {
  if (value === undefined) return is ? subject : `not ${subject}`;
  return `${subject} ${is ? '==' : '!='} '${value}'`;
}

function comparison({ left, operator, right }: Binary): readonly Guard[] {
  if (operator.lexeme !== '==' && operator.lexeme !== '!=') return [];
  const [chain, literal] = left instanceof Literal ? [right, left] : [left, right];
  const subject = subjectOf(chain);
  if (subject === undefined || !(literal instanceof Literal)) return [];
  return [{ subject, is: operator.lexeme === '==', value: literal.literal.coerceString().toLowerCase() }];
}

/** What reads the same in every task: not the environment, nor what differs between instances. */
function subjectOf(expression: Expr): string | undefined {
  const names = namesOfChain(expression instanceof Grouping ? expression.group : expression);
  if (!names || names.length < 2 || !['params', 'tasks', 'run'].includes(names[0] ?? '')) return undefined;
  return names.join('.').toLowerCase();
}
