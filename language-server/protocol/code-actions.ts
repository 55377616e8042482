import {
  type CodeAction,
  CodeActionKind,
  CreateFile,
  TextDocumentEdit,
  type TextEdit,
} from 'vscode-languageserver-types';
import type { Fix, Problem } from '../../pipeline/problem.ts';
import type { TextRange } from '../../pipeline/text-range.ts';
import type { Action } from '../actions/action.ts';
import { actionsAt, actionsFor, sourceActions } from '../actions/actions-at.ts';
import { fileToScript, scriptToFile } from '../actions/script-file.ts';
import type { OpenDocument } from '../open-document.ts';
import { offsetAt, type Range, rangeAt } from '../position.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { ClientSupport } from './client-support.ts';
import { type DiagnosticSupport, diagnosticOf } from './diagnostics.ts';

/** The fixes of the problems that a range touches, the first of each preferred; then what else can be done about them, and with the file. */
export function codeActionsAt(document: OpenDocument, range: Range, support: DiagnosticSupport): readonly CodeAction[] {
  const from = offsetAt(document, range.start);
  const to = Math.max(from, offsetAt(document, range.end));
  const { analysis, problems } = document;
  const reaches = (place: TextRange) => place.start <= to && from <= place.end;
  const touched = problems.filter(problem => reaches(problem.range)).slice(0, most);
  const cycles = problems.filter(
    ({ code, range: place, related }) =>
      code === 'dependency-cycle' && !reaches(place) && related.some(hop => reaches(hop.range)),
  );
  const fixes = touched.flatMap(problem =>
    problem.fixes.map((fix, index) => actionOf(document, problem, fix, index, support)),
  );
  const others = [...touched, ...cycles].flatMap(problem =>
    actionsFor(analysis, problem, from).map(action => ({
      ...toCodeAction(document, action),
      diagnostics: [diagnosticOf(document, problem, support)],
    })),
  );
  const whole = actionsAt(analysis, problems, { start: from, end: to }).map(action => toCodeAction(document, action));
  return [...fixes, ...others, ...whole];
}

/** What may be done with the whole document, for editors that ask for it by name. */
export function sourceActionsOf(document: OpenDocument): readonly CodeAction[] {
  return sourceActions(document.problems).map(action => toCodeAction(document, action));
}

/** What can be done with the script of a task and the files beside the pipeline; nothing where no files are seen. */
export function scriptActionsAt(
  document: OpenDocument,
  range: Range,
  { disk }: Workspace,
  support: ClientSupport,
): readonly CodeAction[] {
  const path = disk?.pathOf(document.uri);
  if (!disk || path === undefined) return [];
  const files = {
    isThere: (file: string) => disk.isThere(disk.resolve(file, path)),
    read: (file: string) => disk.read(disk.resolve(file, path))?.text,
  };
  const offset = offsetAt(document, range.start);
  const moved = support.createsFiles ? scriptToFile(document.analysis, offset, files) : undefined;
  const inlined = fileToScript(document.analysis, offset, files);
  return [
    ...(moved?.creates
      ? [withNewFile(document, moved, moved.creates.text, disk.uriOf(disk.resolve(moved.creates.path, path)))]
      : []),
    ...(inlined ? [toCodeAction(document, inlined)] : []),
  ];
}

function withNewFile(document: OpenDocument, { title, kind, edits }: Action, newText: string, uri: string): CodeAction {
  const top = { line: 0, character: 0 };
  const documentChanges = [
    CreateFile.create(uri, { overwrite: false, ignoreIfExists: false }),
    TextDocumentEdit.create({ uri, version: null }, [{ range: { start: top, end: top }, newText }]),
    TextDocumentEdit.create({ uri: document.uri, version: document.version }, editsOf(document, edits)),
  ];
  return { title, kind, edit: { documentChanges } };
}

/** A range over the whole file is no question about every line of it. */
const most = 100;

function toCodeAction(document: OpenDocument, { title, kind, edits }: Action): CodeAction {
  return { title, kind, edit: { changes: { [document.uri]: editsOf(document, edits) } } };
}

function actionOf(
  document: OpenDocument,
  problem: Problem,
  fix: Fix,
  index: number,
  support: DiagnosticSupport,
): CodeAction {
  return {
    title: fix.title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnosticOf(document, problem, support)],
    ...(index === 0 ? { isPreferred: true } : {}),
    edit: { changes: { [document.uri]: editsOf(document, fix.edits) } },
  };
}

/** Edits of the text as the protocol tells them. */
export function editsOf(document: OpenDocument, edits: Fix['edits']): TextEdit[] {
  return edits.map(({ range, newText }) => ({ range: rangeAt(document, range), newText }));
}
