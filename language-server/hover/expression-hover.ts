import type { Analysis } from '../../pipeline/analyse.ts';
import {
  expressionContexts,
  expressionFunctions,
  runProperties,
  taskProperties,
  triggerProperties,
} from '../../pipeline/vocabulary/expression-words.ts';
import { cursorPlace } from '../cursor/cursor-place.ts';
import { expressionStart } from '../cursor/expression-place.ts';
import { type Chain, chainsIn } from '../expression/chain.ts';
import type { Hover } from './hover.ts';

/** What a word of the expression language at an offset means. */
export function expressionHover({ text }: Analysis, offset: number): Hover | undefined {
  const start = expressionStart(text, offset, cursorPlace(text, offset));
  if (start === undefined) return undefined;
  const end = endOf(text, start, offset);
  for (const chain of chainsIn(text.slice(start, end)).chains) {
    const link = chain.links.findIndex(({ start: from, end: to }) => start + from <= offset && offset <= start + to);
    const found = chain.links[link];
    const markdown = found && docOf(chain, link);
    if (markdown) return { range: { start: start + found.start, end: start + found.end }, markdown };
  }
  return undefined;
}

function docOf(chain: Chain, index: number): string | undefined {
  const name = chain.links[index]?.name ?? '';
  const context = chain.links[0]?.name;
  if (chain.isCall) {
    const called = expressionFunctions.find(known => known.name.toLowerCase() === name.toLowerCase());
    return called && `\`${called.signature}\`\n\n${called.doc}`;
  }
  if (index === 0) return expressionContexts.find(known => known.name === name)?.doc;
  if (context === 'run' && index === 1) return runProperties.find(known => known.name === name)?.doc;
  if (context === 'trigger' && index === 1) return triggerProperties.find(known => known.name === name)?.doc;
  if (context === 'tasks' && index === 2) return taskProperties.find(known => known.name === name)?.doc;
  return undefined;
}

function endOf(text: string, start: number, offset: number): number {
  const close = text.indexOf('}}', start);
  const line = text.indexOf('\n', offset);
  return Math.min(close === -1 ? text.length : close, line === -1 ? text.length : line);
}
