import type { Analysis } from '../pipeline/analyse.ts';
import { type ExpressionFunction, expressionFunctions } from '../pipeline/vocabulary/expression-words.ts';
import { cursorPlace } from './cursor/cursor-place.ts';
import { expressionStart } from './cursor/expression-place.ts';

/** The function in whose brackets a cursor stands, and which of its arguments it is at, from zero. */
export interface Signature {
  readonly called: ExpressionFunction;
  readonly argument: number;
}

/** The innermost call around an offset of an expression, also of one that is half typed. */
export function signatureAt({ text }: Analysis, offset: number): Signature | undefined {
  const start = expressionStart(text, offset, cursorPlace(text, offset));
  if (start === undefined) return undefined;
  const open: { name: string; argument: number }[] = [];
  const typed = text.slice(start, offset);
  for (const [word] of typed.matchAll(/'(?:[^']|'')*'?|[A-Za-z_]\w*\s*\(|[()[\],]/g)) {
    const last = open.at(-1);
    if (word.startsWith("'")) continue;
    if (word === ',') {
      if (last) last.argument++;
    } else if (word === ')' || word === ']') open.pop();
    else open.push({ name: word.replace(/\s*\($/, '').toLowerCase(), argument: 0 });
  }
  const call = open.findLast(({ name }) => /^\w/.test(name));
  const called = expressionFunctions.find(({ name }) => name.toLowerCase() === call?.name);
  return called && call ? { called, argument: call.argument } : undefined;
}

/** The arguments of a function, as its signature writes them. */
export function argumentsOf({ signature }: ExpressionFunction): readonly string[] {
  const inside = signature.slice(signature.indexOf('(') + 1, signature.lastIndexOf(')'));
  return [...inside.matchAll(/'[^']*'|[^,]+/g)].map(([word]) => word.trim()).filter(word => word !== '');
}
