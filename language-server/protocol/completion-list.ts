import {
  type CompletionItem,
  CompletionItemKind,
  type CompletionList,
  InsertTextFormat,
  MarkupKind,
} from 'vscode-languageserver-types';
import type { Completion, CompletionKind } from '../completion/completion.ts';
import { isSpelledWithin, mostShown, typedAt } from '../completion/fitting.ts';
import type { OpenDocument } from '../open-document.ts';
import { rangeAt } from '../position.ts';

const kinds: Record<CompletionKind, CompletionItemKind> = {
  key: CompletionItemKind.Property,
  task: CompletionItemKind.Reference,
  value: CompletionItemKind.EnumMember,
  param: CompletionItemKind.Variable,
  output: CompletionItemKind.Field,
  variable: CompletionItemKind.Variable,
  context: CompletionItemKind.Module,
  function: CompletionItemKind.Function,
  file: CompletionItemKind.File,
  snippet: CompletionItemKind.Snippet,
};

/** What the client has told of how it completes. */
export interface CompletionSupport {
  readonly snippets: boolean;
  /** The client's own command that asks for proposals again. */
  readonly suggestCommand?: string;
}

/** Proposals as the protocol tells them, in their order; of very many those that fit what is typed. */
export function completionList(
  document: OpenDocument,
  completions: readonly Completion[],
  offset: number,
  support: CompletionSupport,
): CompletionList {
  const isFiltered =
    document.analysis.syntax.tasksByName.size > mostShown && completions.some(({ kind }) => kind === 'task');
  const isIncomplete = isFiltered || completions.length > mostShown;
  const shown = isIncomplete ? fitting(document, completions, offset).slice(0, mostShown) : completions;
  return { isIncomplete, items: shown.map((completion, index) => itemOf(document, completion, index, support)) };
}

function fitting({ text }: OpenDocument, completions: readonly Completion[], offset: number): readonly Completion[] {
  const typed = typedAt(text, completions[0]?.range.start ?? offset, offset);
  return completions.filter(({ label }) => isSpelledWithin(typed, label));
}

function itemOf(
  document: OpenDocument,
  completion: Completion,
  index: number,
  { snippets, suggestCommand }: CompletionSupport,
): CompletionItem {
  const { label, kind, detail, doc, range, insert, select, again } = completion;
  const isSnippet = snippets && select !== undefined;
  const newText = isSnippet ? snippetOf(insert, select) : insert;
  return {
    label,
    kind: kinds[kind],
    ...(detail === undefined ? {} : { detail }),
    ...(doc === undefined || doc === '' ? {} : { documentation: { kind: MarkupKind.Markdown, value: doc } }),
    sortText: String(index).padStart(5, '0'),
    filterText: document.text.slice(range.start, range.end).startsWith('.') ? `.${label}` : label,
    textEdit: { range: rangeAt(document, range), newText },
    ...(isSnippet ? { insertTextFormat: InsertTextFormat.Snippet } : {}),
    ...(again && suggestCommand !== undefined ? { command: { title: 'Suggest', command: suggestCommand } } : {}),
  };
}

function snippetOf(insert: string, { start, end }: { start: number; end: number }): string {
  const selected = insert.slice(start, end);
  const stop = selected === '' ? '$0' : `\${1:${escaped(selected)}}`;
  return escaped(insert.slice(0, start)) + stop + escaped(insert.slice(end)) + (selected === '' ? '' : '$0');
}

function escaped(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}
