import type { TextRange } from '../../pipeline/text-range.ts';

/** One name of a chain, where it stands; without the quotes of `['name']`. */
export interface Link extends TextRange {
  readonly name: string;
}

/** A name in an expression with what is reached from it: `tasks.train.outputs.accuracy`, `params['region']`. */
export interface Chain extends TextRange {
  readonly links: readonly Link[];
  readonly isCall: boolean;
  /** Set when the text ends where another name would begin: behind a dot, or behind `['`. */
  readonly open?: 'dot' | 'quote';
  /** Where the last name begins, also one of which no letter is typed. */
  readonly wordStart: number;
}

/** What the scan of an expression finds; `inString` when the text ends inside a text that is no name of a chain. */
export interface Chains {
  readonly chains: readonly Chain[];
  readonly inString: boolean;
}

/** Finds every chain of an expression, also of one that is half typed. Linear in its length. */
export function chainsIn(text: string): Chains {
  const chains: Chain[] = [];
  let at = 0;
  while (at < text.length) {
    const char = text[at] ?? '';
    if (char === "'") {
      const end = stringEnd(text, at);
      if (end === undefined) return { chains, inString: true };
      at = end;
    } else if (/[A-Za-z_]/.test(char)) {
      const chain = chainAt(text, at);
      chains.push(chain);
      at = chain.end;
    } else {
      at += /\d/.test(char) ? lengthOf(/[\w.+-]+/y, text, at) : 1;
    }
  }
  return { chains, inString: false };
}

function chainAt(text: string, start: number): Chain {
  const links: Link[] = [linkAt(text, start)];
  let end = links[0]?.end ?? start + 1;
  for (;;) {
    const dot = lengthOf(/\s*\.\s*/y, text, end);
    const bracket = lengthOf(/\s*\[\s*'/y, text, end);
    if (dot > 0) {
      const link = linkAt(text, end + dot);
      if (link.name === '')
        return chainOf(text, start, link.start, links, link.start === text.length ? 'dot' : undefined);
      links.push(link);
      end = link.end;
    } else if (bracket > 0) {
      const from = end + bracket;
      const close = text.indexOf("'", from);
      const to = close === -1 ? text.length : close;
      if (close === -1) return { ...chainOf(text, start, to, links, 'quote'), wordStart: from };
      links.push({ name: text.slice(from, to), start: from, end: to });
      end = close + 1 + lengthOf(/\s*\]/y, text, close + 1);
    } else {
      return chainOf(text, start, end, links);
    }
  }
}

function chainOf(text: string, start: number, end: number, links: readonly Link[], open?: 'dot' | 'quote'): Chain {
  const isCall = links.length === 1 && open === undefined && lengthOf(/\s*\(/y, text, end) > 0;
  const wordStart = open === undefined ? (links.at(-1)?.start ?? end) : end;
  return { start, end, links, isCall, wordStart, ...(open === undefined ? {} : { open }) };
}

function linkAt(text: string, start: number): Link {
  const end = start + lengthOf(/\*|[A-Za-z_][\w-]*/y, text, start);
  return { name: text.slice(start, end), start, end };
}

/** Behind the closing quote; a doubled quote belongs to the text. */
function stringEnd(text: string, start: number): number | undefined {
  let close = text.indexOf("'", start + 1);
  while (close !== -1 && text[close + 1] === "'") close = text.indexOf("'", close + 2);
  return close === -1 ? undefined : close + 1;
}

function lengthOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}
