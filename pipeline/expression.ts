import { Array as ArrayData } from '@actions/expressions/data/array';
import { BooleanData } from '@actions/expressions/data/boolean';
import { Dictionary } from '@actions/expressions/data/dictionary';
import { type ExpressionData, Kind, type Pair } from '@actions/expressions/data/expressiondata';
import { Null } from '@actions/expressions/data/null';
import { NumberData } from '@actions/expressions/data/number';
import { StringData } from '@actions/expressions/data/string';
import { Evaluator } from '@actions/expressions/evaluator';
import type { FunctionDefinition } from '@actions/expressions/funcs/info';
import { type ParsedExpression, parseExpression } from './expressions/parse.ts';
import { usedNames } from './expressions/references.ts';
import { splitTemplate } from './expressions/template.ts';
import type { Json } from './pipeline.ts';

/** What expressions can see: `params`, `env`, `matrix`, `tasks`, `run` and the name of `foreach`'s item. */
export interface EvaluationContext {
  readonly values: Readonly<Record<string, Json>>;
  /** What `hashFiles` does; without it, an expression that uses it cannot be evaluated. */
  readonly hashFiles?: (patterns: readonly string[]) => string;
}

/** A value, or a sentence on why there is none. */
export type Evaluated = { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly message: string };

/** Evaluates one expression, given as text without `${{ }}` or already parsed. Never throws. */
export function evaluate(expression: string | ParsedExpression, context: EvaluationContext): Evaluated {
  const parsed = typeof expression === 'string' ? parseExpression(expression) : expression;
  if (!parsed.ok) return parsed;
  const unknown = unknownName(parsed, context);
  if (unknown !== undefined) return { ok: false, message: unknown };
  try {
    const data = new Evaluator(parsed.tree, toDictionary(context.values), functionsFor(context)).evaluate();
    return { ok: true, value: fromData(data) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ok: false, message: `"${parsed.text.trim()}" cannot be worked out: ${reason}` };
  }
}

/**
 * Fills in the expressions of a text. A text that is exactly one expression keeps the type of its value; else the
 * values are put in as GitHub Actions writes them. Never throws.
 */
export function interpolate(template: string, context: EvaluationContext): Evaluated {
  const parts = splitTemplate(template);
  const [first] = parts;
  if (parts.length === 1 && first?.kind === 'expression' && first.closed) return evaluate(first.text, context);
  let text = '';
  for (const part of parts) {
    if (part.kind === 'text') {
      text += part.text;
      continue;
    }
    if (!part.closed) return { ok: false, message: 'An expression is not closed: "}}" is missing.' };
    const evaluated = evaluate(part.text, context);
    if (!evaluated.ok) return evaluated;
    text += toText(evaluated.value);
  }
  return { ok: true, value: text };
}

/** Whether a value counts as true in `if`: not `false`, `0`, an empty text or `null`. */
export function isTruthy(value: Json): boolean {
  return value !== null && value !== false && value !== 0 && value !== '' && !Number.isNaN(value);
}

/** How a value is written into a text: texts as they are, `null` as nothing, lists and objects as JSON. */
export function toText(value: Json): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function unknownName(parsed: Extract<ParsedExpression, { ok: true }>, context: EvaluationContext): string | undefined {
  const { references, functions } = usedNames(parsed);
  const known = functionsFor(context);
  const missing = references.find(reference => !hasName(context.values, reference.context.name));
  if (missing) return `There is no "${missing.context.name}" to read in "${parsed.text.trim()}".`;
  const builtIn = new Set(['case', 'contains', 'endswith', 'format', 'fromjson', 'join', 'startswith', 'tojson']);
  const unknown = functions.find(({ name }) => !builtIn.has(name.toLowerCase()) && !known.has(name.toLowerCase()));
  return unknown && `There is no function "${unknown.name}" in expressions.`;
}

function hasName(values: Readonly<Record<string, Json>>, name: string): boolean {
  return Object.keys(values).some(key => key.toLowerCase() === name.toLowerCase());
}

function functionsFor({ hashFiles }: EvaluationContext): Map<string, FunctionDefinition> {
  const functions = new Map<string, FunctionDefinition>();
  if (hashFiles) {
    functions.set('hashfiles', {
      name: 'hashFiles',
      minArgs: 1,
      maxArgs: 255,
      call: (...patterns) => new StringData(hashFiles(patterns.map(pattern => pattern.coerceString()))),
    });
  }
  return functions;
}

/** A dictionary for any names, also `constructor`, which the library's own loses; exact case wins over any case. */
class NamedValues extends Dictionary {
  readonly #exact = new Map<string, ExpressionData>();
  readonly #anyCase = new Map<string, ExpressionData>();

  override add(key: string, value: ExpressionData): void {
    this.#exact.set(key, value);
    if (!this.#anyCase.has(key.toLowerCase())) this.#anyCase.set(key.toLowerCase(), value);
  }

  override get(key: string): ExpressionData | undefined {
    return this.#exact.get(key) ?? this.#anyCase.get(key.toLowerCase());
  }

  override values(): ExpressionData[] {
    return [...this.#exact.values()];
  }

  override pairs(): Pair[] {
    return Array.from(this.#exact, ([key, value]) => ({ key, value }));
  }
}

function toDictionary(values: Readonly<Record<string, Json>>): Dictionary {
  const dictionary = new NamedValues();
  for (const [key, value] of Object.entries(values)) dictionary.add(key, toData(value));
  return dictionary;
}

function toData(value: Json): ExpressionData {
  if (value === null) return new Null();
  if (typeof value === 'string') return new StringData(value);
  if (typeof value === 'number') return new NumberData(value);
  if (typeof value === 'boolean') return new BooleanData(value);
  return isList(value) ? new ArrayData(...value.map(toData)) : toDictionary(value);
}

function isList(value: readonly Json[] | { readonly [key: string]: Json }): value is readonly Json[] {
  return Array.isArray(value);
}

function fromData(data: ExpressionData): Json {
  switch (data.kind) {
    case Kind.Null:
      return null;
    case Kind.String:
    case Kind.Number:
    case Kind.Boolean:
      return (data as StringData | NumberData | BooleanData).value;
    case Kind.Array:
      return (data as ArrayData).values().map(fromData);
    default:
      return Object.fromEntries((data as Dictionary).pairs().map(({ key, value }) => [key, fromData(value)]));
  }
}
