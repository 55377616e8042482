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
  readonly syntax: PipelineSyntax;
  /** In the order of the text. */
  readonly problems: readonly Problem[];
  /** There exactly when no problem is an error. */
  readonly pipeline?: Pipeline;
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
  const obstacle = obstacleIn(text, text);
  if (obstacle) return unread(text, obstacle);
  const units = readUnits(text);
  if (!units) return analysis(text, assemble(text, readWhole(text)), undefined);
  return analysis(text, assemble(text, units), units);
}

/** The same as `analyse` of the edited text, for the price of what the edit touches. */
export function reanalyse(previous: Analysis, edit: TextEdit): Analysis {
  const { start, end } = edit.range;
  const text = previous.text.slice(0, start) + edit.newText + previous.text.slice(end);
  const { units, assembly } = previous.kept;
  if (!units || !assembly || obstacleIn(text, edit.newText)) return analyse(text);
  const reread = rereadUnits(text, units, edit);
  return reread ? analysis(text, assemble(text, reread, assembly), reread) : analyse(text);
}

function analysis(text: string, assembly: Assembly, units: Units | undefined): Analysis {
  const { syntax, problems, pipeline } = assembly;
  const kept = units ? { units, assembly } : { assembly };
  return { text, syntax, problems, kept, ...(pipeline ? { pipeline } : {}) };
}

/** What keeps a text from being read at all, if anything. Only `changed` may hold what was not there before. */
function obstacleIn(text: string, changed: string): Problem | undefined {
  if (text.length > longestText) {
    const message = `The file is too large: it has ${text.length} characters, and at most ${longestText} are read.`;
    return problem('yaml-syntax', { start: 0, end: 1 }, message);
  }
  if (changed.includes('\0')) {
    const at = text.indexOf('\0');
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

function unread(text: string, obstacle: Problem): Analysis {
  return { text, syntax: { entries: [], tasks: [], tasksByName: new Map() }, problems: [obstacle], kept: {} };
}
