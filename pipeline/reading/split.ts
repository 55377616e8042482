/**
 * What a stretch of lines holds: what stands before the first key, one entry of the top level, the line `tasks:`, or
 * one task.
 */
export type PieceKind = 'prologue' | 'entry' | 'tasks' | 'task';

/** A stretch of whole lines; it ends where the next begins. `indent` counts the spaces before its first word. */
export interface Piece {
  readonly kind: PieceKind;
  readonly start: number;
  readonly indent: number;
  /** Where it stands: before, below or after the line `tasks:`. */
  readonly section: Section;
}

export type Section = 'before' | 'tasks' | 'after';

/** What decides how the next line is understood. */
export interface SplitState {
  readonly kind: PieceKind;
  readonly section: Section;
  /** The column of the tasks, -1 until the first one. */
  readonly taskIndent: number;
}

/** The state before the first line. */
export const firstState: SplitState = { kind: 'prologue', section: 'before', taskIndent: -1 };

/**
 * Finds the pieces that begin at `from` or later, where a line begins; `onPiece` may stop it by answering false.
 * Answers false when the text is built in a way that lines alone do not show (a flow map around all, several documents,
 * explicit keys …): then it has to be read as a whole.
 */
export function split(
  text: string,
  from: number,
  state: SplitState,
  onPiece: (piece: Piece, state: SplitState) => boolean,
): boolean {
  let current = state;
  let markerSeen = false;
  for (let line = from; line < text.length; line = lineAfter(text, line)) {
    const first = firstWord(text, line);
    if (first === -1 || text.charCodeAt(first) === tab) continue;
    const indent = first - line - (text.charCodeAt(line) === byteOrderMark ? 1 : 0);
    if (indent === 0 && current.kind === 'prologue' && !markerSeen && isMarker(text, first)) {
      markerSeen = true;
      continue;
    }
    const piece = pieceAt(text, line, first, indent, current);
    if (piece === 'odd') return false;
    if (piece === 'same') continue;
    const taskIndent = piece.kind === 'task' && current.taskIndent === -1 ? indent : current.taskIndent;
    current = { kind: piece.kind, section: piece.section, taskIndent };
    if (!onPiece(piece, current)) return true;
  }
  return true;
}

const tab = 9;
const byteOrderMark = 0xfeff;
const newline = 10;

function pieceAt(text: string, line: number, first: number, indent: number, state: SplitState): Piece | 'same' | 'odd' {
  const inTasks = state.section === 'tasks';
  if (indent > 0) {
    if (state.kind === 'prologue') return 'odd';
    if (!inTasks || (state.kind === 'task' && indent > state.taskIndent)) return 'same';
  }
  if (continues(text, first)) return state.kind === 'task' || state.kind === 'entry' ? 'same' : 'odd';
  if (isOdd(text, first)) return 'odd';
  if (indent > 0) return { kind: 'task', start: line, indent, section: 'tasks' };
  if (state.section === 'before') {
    const rest = afterTasksKey(text, first);
    if (rest === 'other') return { kind: 'entry', start: line, indent, section: 'before' };
    return rest === 'nothing' ? { kind: 'tasks', start: line, indent, section: 'tasks' } : 'odd';
  }
  return { kind: 'entry', start: line, indent, section: 'after' };
}

/** The first sign of the line that is no space, or -1 when the line is empty or a comment. */
function firstWord(text: string, line: number): number {
  let at = text.charCodeAt(line) === byteOrderMark && line === 0 ? 1 : line;
  while (text.charCodeAt(at) === 32) at++;
  const code = text.charCodeAt(at);
  if (Number.isNaN(code) || code === newline || code === 35) return -1;
  if (code !== 13 && code !== tab) return at;
  let white = at;
  while (text.charCodeAt(white) === 32 || text.charCodeAt(white) === tab || text.charCodeAt(white) === 13) white++;
  const end = text.charCodeAt(white);
  return Number.isNaN(end) || end === newline || (end === 35 && white > at) ? -1 : at;
}

/** A list may stand in the column of its key, and so may the end of a flow collection: no new entry begins there. */
function continues(text: string, first: number): boolean {
  const sign = text[first];
  if (sign === ']' || sign === '}') return true;
  return sign === '-' && isWhiteOrEnd(text, first + 1);
}

/** Signs that begin something else than a simple key. */
function isOdd(text: string, first: number): boolean {
  const sign = text[first] ?? '';
  if ('&*!{[%|>@`'.includes(sign)) return true;
  if ((sign === '?' || sign === ':') && isWhiteOrEnd(text, first + 1)) return true;
  if (sign === '<') return text.startsWith('<<', first);
  return (text.startsWith('---', first) || text.startsWith('...', first)) && isWhiteOrEnd(text, first + 3);
}

function isMarker(text: string, first: number): boolean {
  if (!text.startsWith('---', first) || !isWhiteOrEnd(text, first + 3)) return false;
  return /^---[ \t]*(?:#.*)?\r?$/.test(text.slice(first, lineAfter(text, first)).replace(/\n$/, ''));
}

const tasksKey = /(?:tasks|"tasks"|'tasks')[ \t]*:(?:[ \t]+#[^\n]*|[ \t]*\r?)(?=\n|$)/y;
const tasksKeyWithValue = /(?:tasks|"tasks"|'tasks')[ \t]*:(?=[ \t])/y;

function afterTasksKey(text: string, first: number): 'other' | 'nothing' | 'value' {
  tasksKey.lastIndex = first;
  if (tasksKey.test(text)) return 'nothing';
  tasksKeyWithValue.lastIndex = first;
  return tasksKeyWithValue.test(text) ? 'value' : 'other';
}

function isWhiteOrEnd(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return Number.isNaN(code) || code === 32 || code === tab || code === newline || code === 13;
}

function lineAfter(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end + 1;
}
