import { closest } from '../closest.ts';
import { type ParsedExpression, parseExpression } from '../expressions/parse.ts';
import { type NameInExpression, type Reference, usedNames } from '../expressions/references.ts';
import { type Problem, problem, replacement } from '../problem.ts';
import { entriesOf, entryOf, scalarOf, valueUnder } from '../reading/fields.ts';
import type { FoundExpression } from '../reading/find-expressions.ts';
import type { EntrySyntax, ValueSyntax } from '../syntax.ts';
import type { TextRange } from '../text-range.ts';
import {
  expressionContexts,
  expressionFunctions,
  runProperties,
  taskProperties,
  triggerProperties,
} from '../vocabulary/expression-words.ts';
import { foreignContexts, foreignFunctions } from '../vocabulary/foreign-words.ts';

/** A reference at its place in the source. */
export interface PlacedReference {
  readonly context: NameInExpression;
  readonly steps: readonly NameInExpression[];
  readonly complete: boolean;
  /** The keys down to the expression. */
  readonly path: readonly string[];
}

/** An expression that decides or compares something, so that the kinds of its values matter. */
export interface Condition {
  readonly expression: FoundExpression;
  readonly parsed: Extract<ParsedExpression, { ok: true }>;
}

/** What the expressions of one task, or of one entry of the top level, say and get wrong. */
export interface CheckedExpressions {
  readonly references: readonly PlacedReference[];
  readonly conditions: readonly Condition[];
  readonly problems: readonly Problem[];
}

/** Checks everything about expressions that needs no look at other tasks. `body` is the task they stand in, if any. */
export function checkExpressions(
  expressions: readonly FoundExpression[],
  body: ValueSyntax | undefined,
): CheckedExpressions {
  if (expressions.length === 0) return nothing;
  const references: PlacedReference[] = [];
  const conditions: Condition[] = [];
  const problems: Problem[] = [];
  for (const expression of expressions) {
    const place = placer(expression);
    if (!expression.closed) {
      problems.push(problem('expression-syntax', expression.range, 'An expression is not closed: "}}" is missing.'));
      continue;
    }
    const parsed = parseExpression(expression.text);
    if (!parsed.ok) {
      problems.push(
        problem('expression-syntax', place(parsed.range), parsed.message, { fixes: signFix(parsed, expression) }),
      );
      continue;
    }
    checkWords(expression, parsed, body, references, problems);
    if (expression.bare || comparison.test(parsed.text)) conditions.push({ expression, parsed });
  }
  // As long as they are: lists that have grown keep room for more.
  return { references: references.slice(), conditions: conditions.slice(), problems };
}

/** The sign that the message tells to write, in place of what stands there. */
function signFix({ message, range }: Extract<ParsedExpression, { ok: false }>, expression: FoundExpression) {
  const sign = / [Ww]rite "(\S+)"\.$/.exec(message)?.[1];
  if (sign === undefined || !/^\W+$/.test(sign) || !expression.exact) return [];
  const at = placer(expression)(range);
  return at.end - at.start > 3 ? [] : [replacement(`Write "${sign}"`, at, sign)];
}

const comparison = /[=!]=|[<>]/;
const nothing: CheckedExpressions = { references: [], conditions: [], problems: [] };

function checkWords(
  expression: FoundExpression,
  parsed: Extract<ParsedExpression, { ok: true }>,
  body: ValueSyntax | undefined,
  references: PlacedReference[],
  problems: Problem[],
): void {
  const place = placer(expression);
  const put = ({ name, range }: NameInExpression) => ({ name, range: place(range) });
  const used = usedNames(parsed);
  for (const called of used.functions)
    for (const found of checkFunction(put(called), expression, body)) problems.push(found);
  for (const reference of used.references) {
    const placed = {
      context: put(reference.context),
      steps: reference.steps.map(put),
      complete: reference.complete,
      path: expression.path,
    };
    const wrong = checkContext(placed, body);
    if (wrong) problems.push(wrong);
    else references.push(placed);
  }
}

/** Turns a range in an expression into one in the source; where the source is written otherwise, the whole expression. */
export function placer({ range, exact }: FoundExpression): (inside: TextRange) => TextRange {
  if (!exact) return () => range;
  return inside => ({ start: range.start + inside.start, end: range.start + inside.end });
}

function checkFunction(
  called: NameInExpression,
  expression: FoundExpression,
  body: ValueSyntax | undefined,
): Problem[] {
  const lower = called.name.toLowerCase();
  if (expressionFunctions.some(known => known.name.toLowerCase() === lower)) return [];
  const foreign = Object.hasOwn(foreignFunctions, lower) ? foreignFunctions[lower] : undefined;
  if (foreign !== undefined) {
    const fixes = [
      ...ruleFix(lower, expression, entryOf(body, 'if'), valueUnder(body, 'trigger_rule') !== undefined),
      ...successFix(lower, expression),
    ];
    return [problem('unknown-reference', called.range, `There is no function "${called.name}". ${foreign}`, { fixes })];
  }
  return [
    unknown(
      'function',
      called,
      expressionFunctions.map(known => known.name),
    ),
  ];
}

/** `success() && …` says what holds without it. */
function successFix(name: string, { text, exact, range }: FoundExpression) {
  const [found] =
    (name === 'success' && exact && /^\s*success\s*\(\s*\)\s*&&\s*(?=[^\s|]+(?:[^|]|\|(?!\|))*$)/i.exec(text)) || [];
  if (found === undefined) return [];
  return [replacement('Leave "success()" out', { start: range.start, end: range.start + found.length }, '')];
}

/** `if: always()`, `if: failure()` and `if: success()` become a trigger rule. */
function ruleFix(name: string, expression: FoundExpression, entry: EntrySyntax | undefined, hasRule: boolean) {
  const rule = { always: 'all_done', failure: 'one_failed', success: 'all_success' }[name];
  const whole = new RegExp(`^\\s*${name}\\s*\\(\\s*\\)\\s*$`, 'i').test(expression.text);
  if (!rule || !whole || hasRule || !entry?.value || expression.path[0] !== 'if') return [];
  const range = { start: entry.key.range.start, end: entry.value.range.end };
  return [replacement(`Write "trigger_rule: ${rule}"`, range, `trigger_rule: ${rule}`)];
}

/** The contexts that are known without looking at other tasks. */
function checkContext(reference: Reference, body: ValueSyntax | undefined): Problem | undefined {
  const { context, steps } = reference;
  const item = body && valueUnder(body, 'foreach') ? (scalarOf(body, 'as')?.text ?? 'item') : undefined;
  if (context.name === item) return undefined;
  const known = expressionContexts.map(candidate => candidate.name);
  if (!known.includes(context.name)) {
    const foreign = Object.hasOwn(foreignContexts, context.name) ? foreignContexts[context.name] : undefined;
    if (foreign === undefined && item !== undefined && context.name === 'item') return namedItem(context, item);
    if (foreign === undefined) return unknown('name', context, item === undefined ? known : [...known, item]);
    return problem('unknown-reference', context.range, `There is no "${context.name}" here. ${foreign}`, {
      fixes: contextFixes(context),
    });
  }
  const [first, second] = steps;
  if (context.name === 'run' && first)
    return checkProperty(
      first,
      runProperties.map(known => known.name),
    );
  if (context.name === 'trigger' && first)
    return checkProperty(
      first,
      triggerProperties.map(known => known.name),
    );
  if (context.name === 'tasks' && second)
    return checkProperty(
      second,
      taskProperties.map(known => known.name),
    );
  if (context.name === 'matrix') return checkMatrix(reference, body);
  return undefined;
}

function namedItem({ range }: NameInExpression, item: string): Problem {
  const fixes = [replacement(`Write "${item}"`, range, item)];
  return problem('unknown-reference', range, `The item is called "${item}" here, as "as" says.`, { fixes });
}

function contextFixes(context: NameInExpression) {
  const ours = ['needs', 'jobs', 'steps'].includes(context.name)
    ? 'tasks'
    : ['inputs', 'parameters'].includes(context.name)
      ? 'params'
      : undefined;
  return ours ? [replacement(`Write "${ours}"`, context.range, ours)] : [];
}

function checkProperty(property: NameInExpression, known: readonly string[]): Problem | undefined {
  return known.includes(property.name) ? undefined : unknown('property', property, known);
}

function checkMatrix({ context, steps }: Reference, body: ValueSyntax | undefined): Problem | undefined {
  const matrix = valueUnder(body, 'matrix');
  if (!matrix) {
    return problem(
      'unknown-reference',
      context.range,
      'There is no matrix here: only a task with "matrix" can read it.',
    );
  }
  const [axis] = steps;
  if (!axis) return undefined;
  const included = valueUnder(matrix, 'include');
  const added = included?.kind === 'list' ? included.items.flatMap(entriesOf) : [];
  const names = [...entriesOf(matrix), ...added].map(entry => entry.key.text);
  const axes = names.filter(name => name !== 'include' && name !== 'exclude');
  return axes.includes(axis.name) ? undefined : unknown('matrix value', axis, axes);
}

/** The problem of a name that is not there, with the nearest one that is. */
export function unknown(kind: string, { name, range }: NameInExpression, known: Iterable<string>): Problem {
  const near = closest(name, known);
  const hint = near === undefined ? '' : ` Did you mean "${near}"?`;
  const fixes = near === undefined || !/^[\w-]+$/.test(near) ? [] : [replacement(`Write "${near}"`, range, near)];
  return problem('unknown-reference', range, `There is no ${kind} "${name}".${hint}`, { fixes });
}
