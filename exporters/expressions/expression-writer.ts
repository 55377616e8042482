import {
  Binary,
  type Expr,
  FunctionCall,
  Grouping,
  IndexAccess,
  Literal,
  Logical,
  Unary,
} from '@actions/expressions/ast';
import { Kind } from '@actions/expressions/data/expressiondata';
import { parseExpression } from '../../pipeline/expressions/parse.ts';
import { namesOfChain } from '../../pipeline/expressions/references.ts';
import { splitTemplate } from '../../pipeline/expressions/template.ts';
import type { Json, Task } from '../../pipeline/pipeline.ts';
import type { RunIndex } from '../run-index.ts';
import { type Meaning, meaningOf } from './meaning.ts';

/** What is known of the value of a written expression. */
export type WrittenKind = 'string' | 'number' | 'integer' | 'boolean' | 'null' | 'other';

/** An expression in the words of another engine. `certain`: it cannot be `null`, whatever happened before. */
export interface Written {
  readonly text: string;
  readonly kind: WrittenKind;
  readonly certain: boolean;
  /** Whether it needs no brackets inside another expression. */
  readonly atomic: boolean;
  /** The value itself, where it is known. */
  readonly constant?: Json;
}

/** How another engine writes expressions; what it cannot is answered as a sentence on why. */
export interface Dialect {
  readonly literal: (value: Json) => Written;
  readonly meaning: (
    meaning: Meaning,
    reader: Task,
    write: (template: string, viewpoint: Task) => Written,
  ) => Written | string;
  readonly not: (operand: Written) => Written | string;
  readonly compare: (operator: string, left: Written, right: Written) => Written | string;
  readonly logical: (operator: '&&' | '||', operands: readonly Written[]) => Written | string;
  readonly call: (name: string, operands: readonly Written[]) => Written | string;
  readonly step: (value: Written, index: Written) => Written | string;
  /** Texts and values written one behind the other as one text. */
  readonly joined: (parts: readonly (string | Written)[]) => Written;
}

/** Writes expressions of a pipeline in a dialect. */
export class ExpressionWriter {
  readonly #dialect: Dialect;
  readonly #index: RunIndex;
  /** For whom it is written: whatever it goes through, this task reads it. */
  #reader: Task | undefined;
  /** Why the last thing could not be written. */
  #fault: string | undefined;

  constructor(dialect: Dialect, index: RunIndex) {
    this.#dialect = dialect;
    this.#index = index;
  }

  /** An expression without its `${{ }}`, or a sentence on why it cannot be written. */
  expression(text: string, viewpoint: Task): Written | string {
    this.#fault = undefined;
    this.#reader = viewpoint;
    const written = this.#parsed(text, viewpoint);
    return this.#fault ?? written;
  }

  /** A text with expressions as one value; its kind when it is exactly one expression. */
  template(template: string, viewpoint: Task): Written | string {
    this.#fault = undefined;
    this.#reader = viewpoint;
    const written = this.#template(template, viewpoint);
    return this.#fault ?? written;
  }

  /** The pieces of a text with expressions. */
  parts(template: string, viewpoint: Task): readonly (string | Written)[] | { readonly fault: string } {
    this.#fault = undefined;
    this.#reader = viewpoint;
    const parts = splitTemplate(template).map(part =>
      part.kind === 'text' ? part.text : this.#parsed(part.text, viewpoint),
    );
    return this.#fault === undefined ? parts : { fault: this.#fault };
  }

  #template(template: string, viewpoint: Task): Written {
    const parts = splitTemplate(template);
    const [only] = parts;
    if (!only) return this.#dialect.literal('');
    if (parts.length === 1 && only.kind === 'text') return this.#dialect.literal(only.text);
    if (parts.length === 1) return this.#parsed(only.text, viewpoint);
    return this.#dialect.joined(
      parts.map(part => (part.kind === 'text' ? part.text : this.#parsed(part.text, viewpoint))),
    );
  }

  #parsed(text: string, viewpoint: Task): Written {
    const parsed = parseExpression(text);
    return parsed.ok ? this.#write(parsed.tree, viewpoint) : this.#or(parsed.message);
  }

  #write(expression: Expr, viewpoint: Task): Written {
    const write = (inner: Expr) => this.#write(inner, viewpoint);
    if (expression instanceof Grouping) return write(expression.group);
    if (expression instanceof Literal) return this.#dialect.literal(literalValue(expression));
    if (expression instanceof Unary) return this.#or(this.#dialect.not(write(expression.expr)));
    if (expression instanceof Binary) {
      const { operator, left, right } = expression;
      return this.#or(this.#dialect.compare(operator.lexeme, write(left), write(right)));
    }
    if (expression instanceof Logical) {
      const operator = expression.operator.lexeme === '&&' ? '&&' : '||';
      return this.#or(this.#dialect.logical(operator, expression.args.map(write)));
    }
    if (expression instanceof FunctionCall) {
      return this.#or(this.#dialect.call(expression.functionName.lexeme.toLowerCase(), expression.args.map(write)));
    }
    const names = namesOfChain(expression);
    if (names) {
      const meaning = meaningOf(names, viewpoint, this.#index);
      return this.#or(
        this.#dialect.meaning(meaning, this.#reader ?? viewpoint, (text, from) => this.#template(text, from)),
      );
    }
    if (expression instanceof IndexAccess) {
      return this.#or(this.#dialect.step(write(expression.expr), write(expression.index)));
    }
    return this.#or('A part of this expression has no counterpart.');
  }

  #or(written: Written | string): Written {
    if (typeof written !== 'string') return written;
    this.#fault ??= written;
    return this.#dialect.literal(null);
  }
}

function literalValue({ literal }: Literal): Json {
  switch (literal.kind) {
    case Kind.Null:
      return null;
    case Kind.Boolean:
      return literal.coerceString() === 'true';
    case Kind.Number:
      return literal.number();
    default:
      return literal.coerceString();
  }
}
