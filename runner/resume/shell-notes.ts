import { readFileSync } from 'node:fs';
import { shellsFile } from '../layout.ts';

/** Which shell an attempt was given last. */
export interface ShellNote {
  readonly shell: number;
  /** It was told while another attempt ran there: it has begun only when it has a log, and can be taken back till then. */
  readonly isAhead: boolean;
}

/** What the runners of a run have noted, by the names of attempts' files, in the order in which they were noted. */
export function shellNotes(run: string): ReadonlyMap<string, ShellNote> {
  const notes = new Map<string, ShellNote>();
  for (const line of linesOf(shellsFile(run))) {
    const at = line.indexOf(' ');
    const name = line.slice(at + 1);
    notes.delete(name);
    notes.set(name, { shell: Number(line.slice(0, at)), isAhead: line.startsWith('+') });
  }
  return notes;
}

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n').slice(0, -1);
  } catch {
    return [];
  }
}
