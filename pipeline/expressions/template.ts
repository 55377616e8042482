/** A piece of a text that may hold `${{ … }}`; `start` counts from the beginning of that text. */
export type TemplatePart =
  | { readonly kind: 'text'; readonly text: string }
  /** `text` is what stands between the braces, `start` where it begins; `closed` is false when the `}}` is missing. */
  | { readonly kind: 'expression'; readonly text: string; readonly start: number; readonly closed: boolean };

const opening = '${{';
const closing = '}}';

/** Splits a text into literal parts and expressions. Braces inside a quoted text of an expression do not end it. */
export function splitTemplate(template: string): readonly TemplatePart[] {
  const parts: TemplatePart[] = [];
  let at = 0;
  for (let open = template.indexOf(opening); open !== -1; open = template.indexOf(opening, at)) {
    if (open > at) parts.push({ kind: 'text', text: template.slice(at, open) });
    const start = open + opening.length;
    const end = findEnd(template, start);
    const closed = end !== undefined;
    parts.push({ kind: 'expression', text: template.slice(start, end ?? template.length), start, closed });
    at = closed ? end + closing.length : template.length;
  }
  if (at < template.length) parts.push({ kind: 'text', text: template.slice(at) });
  return parts;
}

/** The expressions in a text, without their braces. */
export function expressionsIn(text: string): readonly string[] {
  if (!text.includes(opening)) return [];
  return splitTemplate(text).flatMap(part => (part.kind === 'expression' ? [part.text] : []));
}

/** The text of `if` and `foreach` without the `${{ }}` that may stand around the whole; `start` is where it begins. */
export function bareExpression(text: string): { readonly text: string; readonly start: number } {
  const parts = splitTemplate(text).filter(part => part.kind !== 'text' || part.text.trim() !== '');
  const [only] = parts;
  if (parts.length === 1 && only?.kind === 'expression' && only.closed) return { text: only.text, start: only.start };
  return { text, start: 0 };
}

function findEnd(template: string, start: number): number | undefined {
  let quoted = false;
  for (let at = start; at < template.length; at++) {
    const character = template[at];
    if (character === "'") quoted = !quoted;
    else if (!quoted && character === '}' && template[at + 1] === '}') return at;
  }
  const end = quoted ? template.indexOf(closing, start) : -1;
  return end === -1 ? undefined : end;
}
