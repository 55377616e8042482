import { EditedText } from './edited-text.ts';
import type { Pipeline } from './pipeline.ts';
import { type Problem, problem, replacement, type TextEdit } from './problem.ts';
import { readWhole } from './reading/read-whole.ts';
import { rereadUnits } from './reading/reread.ts';
import { readUnits, type Units } from './reading/units.ts';
import type { PipelineSyntax } from './syntax.ts';
import { type Assembly, assemble } from './world/assemble.ts';

/** All that can be known of a text: its words, what is wrong with it, and, when there is no error, what it means. */
export interface Analysis {
  readonly text: string;
  /** The same text, for whoever reads but a part of it: after an edit, `text` is made when it is asked for. */
  readonly source: EditedText;
  readonly syntax: PipelineSyntax;
  /** In the order of the text. */
  readonly problems: readonly Problem[];
  /** There exactly when no problem is an error; built when it is first asked for. */
  readonly pipeline: Pipeline | undefined;
  /** What `reanalyse` uses again. */
  readonly kept: Kept;
}

/** The parts of an analysis that outlive an edit elsewhere. */
export interface Kept {
  /** Absent when the text had to be read as a whole, or not at all. */
  readonly units?: Units;
  readonly assembly?: Assembly;
}

/** The longest text that is read, in UTF-16 code units: some thirty thousand tasks. */
export const longestText = 8_000_000;

/** Says what a pipeline file means. Never throws, whatever the text. */
export function analyse(text: string): Analysis {
  const source = new EditedText(text);
  const obstacle = obstacleIn(text);
  if (obstacle) return unread(source, obstacle);
  const units = readUnits(text);
  if (!units) return analysis(source, assemble(source, readWhole(text)), undefined);
  return analysis(source, assemble(source, units), units);
}

/** The same as `analyse` of the edited text, for the price of what the edit touches. */
export function reanalyse(previous: Analysis, edit: TextEdit): Analysis {
  const source = previous.source.edited(edit);
  const { units, assembly } = previous.kept;
  if (!units || !assembly || mayHaveObstacle(source, edit.newText)) return analyse(source.whole);
  const reread = rereadUnits(source, units, edit);
  return reread ? analysis(source, assemble(source, reread, assembly), reread) : analyse(source.whole);
}

function analysis(source: EditedText, assembly: Assembly, units: Units | undefined): Analysis {
  const { syntax, problems } = assembly;
  return told(source, { syntax, problems, kept: units ? { units, assembly } : { assembly } });
}

function told(source: EditedText, rest: Pick<Analysis, 'syntax' | 'problems' | 'kept'>): Analysis {
  return {
    get text() {
      return source.whole;
    },
    get pipeline() {
      return rest.kept.assembly?.meaning?.pipeline;
    },
    source,
    ...rest,
  };
}

/** Whether a text that had no obstacle may have one after an edit; mostly its beginning is enough to know. */
function mayHaveObstacle(source: EditedText, newText: string): boolean {
  const beginning = source.slice(0, Math.min(source.length, 2000));
  const hasLines = beginning.includes('\n') || source.whole.includes('\n');
  return source.length > longestText || newText.includes('\0') || !hasLines;
}

/** What keeps a text from being read at all, if anything. */
function obstacleIn(text: string): Problem | undefined {
  if (text.length > longestText) {
    const message = `The file is too large: it has ${text.length} characters, and at most ${longestText} are read.`;
    return problem('yaml-syntax', { start: 0, end: 1 }, message);
  }
  const at = text.indexOf('\0');
  if (at !== -1) {
    const message = 'Here is a NUL character, so this is no text, or UTF-16: save it as UTF-8, without NUL characters.';
    return problem('yaml-syntax', { start: at, end: at + 1 }, message);
  }
  if (text.includes('\n') || !text.includes('\r')) return undefined;
  const message =
    'The lines end with a carriage return alone, which YAML does not know: save the file with LF or CRLF.';
  const all = { start: 0, end: text.length };
  const fixes = [replacement('End the lines with LF', all, text.replaceAll('\r', '\n'))];
  return problem('yaml-syntax', { start: 0, end: text.indexOf('\r') }, message, { fixes });
}

function unread(source: EditedText, obstacle: Problem): Analysis {
  const syntax = { entries: [], tasks: [], tasksByName: new Map() };
  return told(source, { syntax, problems: [obstacle], kept: {} });
}
