import type { Analysis } from '../../pipeline/analyse.ts';
import type { TextRange } from '../../pipeline/text-range.ts';
import { expressionContexts, expressionFunctions } from '../../pipeline/vocabulary/expression-words.ts';
import { type Chain, chainsIn } from '../expression/chain.ts';
import { type Member, membersOf, usedOutputs } from '../expression/members.ts';
import type { Completion } from './completion.ts';

/** What may follow in an expression that begins at `start`; `task` is the name of the task it stands in, or empty. */
export function expressionCompletions(
  analysis: Analysis,
  task: string,
  start: number,
  offset: number,
  usedBy?: (task: string) => Analysis | undefined,
): readonly Completion[] {
  const typed = analysis.text.slice(start, offset);
  const { chains, inString } = chainsIn(typed);
  if (inString) return [];
  const last = chains.at(-1);
  const chain = last && last.end === typed.length ? last : undefined;
  const links = chain ? linksBefore(chain) : [];
  const wordStart = start + (chain?.wordStart ?? typed.length);
  const word = { start: wordStart, end: wordEnd(analysis.text, offset) };
  if (links.length === 0) return chain === undefined && isFinished(typed) ? [] : roots(analysis, task, word);
  const [context, target, property] = links;
  const used = context === 'tasks' && property === 'outputs' && target !== undefined && usedBy?.(target);
  const members = used && links.length === 3 ? usedOutputs(used) : membersOf(analysis, task, links);
  return members.map(member => reached(member, word, chain, analysis.text));
}

function roots(analysis: Analysis, task: string, range: TextRange): readonly Completion[] {
  const has = new Set(membersOf(analysis, task, []).map(member => member.name));
  const contexts = expressionContexts.filter(context => has.has(context.name));
  const own = membersOf(analysis, task, []).filter(({ name }) => !contexts.some(context => context.name === name));
  return [
    ...contexts.map(({ name, doc, example }): Completion => {
      return { label: name, kind: 'context', detail: example, doc, range, insert: `${name}.`, again: true };
    }),
    ...own.map(({ name, doc }): Completion => ({ label: name, kind: 'variable', doc, range, insert: name })),
    ...expressionFunctions.map(({ name, signature, doc }): Completion => {
      const select = { start: name.length + 1, end: name.length + 1 };
      return { label: name, kind: 'function', detail: signature, doc, range, insert: `${name}()`, select, again: true };
    }),
  ];
}

function reached(member: Member, word: TextRange, chain: Chain | undefined, text: string): Completion {
  const { name, kind, doc, detail } = member;
  const described = { ...(detail === undefined ? {} : { detail }), doc };
  if (chain?.open === 'quote') {
    const close = /^'?\s*\]?/.exec(text.slice(word.end, word.end + 10))?.[0] ?? '';
    const missing = close.includes(']') ? '' : close.includes("'") ? ']' : "']";
    return { label: name, kind, ...described, range: word, insert: name + missing };
  }
  if (/^[A-Za-z_][\w-]*$/.test(name)) return { label: name, kind, ...described, range: word, insert: name };
  const dot = text.lastIndexOf('.', word.start - 1);
  return {
    label: name,
    kind,
    ...described,
    range: { start: dot, end: word.end },
    insert: `['${name.replaceAll("'", "''")}']`,
  };
}

function linksBefore(chain: Chain): readonly string[] {
  const names = chain.links.map(link => link.name);
  return chain.open === undefined ? names.slice(0, -1) : names;
}

/** Behind a finished value only an operator may come. */
function isFinished(typed: string): boolean {
  return /[\w.'\])]\s*$/.test(typed);
}

function wordEnd(text: string, offset: number): number {
  let end = offset;
  while (/[\w-]/.test(text[end] ?? '')) end++;
  return end;
}
