import { runFolder } from '../../layout.ts';
import { listRunIds } from '../../run-directory/run-list.ts';
import { summarise } from '../../run-directory/run-summary.ts';
import type { PreparedRun } from './prepare-run.ts';

/** How many of the newest runs are looked at: one that is older is forgotten. */
const runsRead = 5;

/** The run with a note when the newest run of its file was interrupted: perhaps that one was meant. */
export async function withInterruptedNote(prepared: PreparedRun): Promise<PreparedRun> {
  const { root, file } = prepared.options;
  const notes = await interruptedNotes(root, file);
  return notes.length > 0 ? { ...prepared, notes: [...prepared.notes, ...notes] } : prepared;
}

/** The same note, if there is one to give. */
export async function interruptedNotes(root: string, file: string): Promise<readonly string[]> {
  // A past that cannot be read keeps nobody from a new run.
  const ids = await listRunIds(root).catch(() => []);
  for (const id of ids.slice(0, runsRead)) {
    const summary = await summarise(id, runFolder(root, id));
    if (summary?.kind !== 'run' || summary.file !== file) continue;
    if (summary.status !== 'interrupted') break;
    return [`Run ${id} of this pipeline was interrupted. Go on with it: dagwright resume ${id}`];
  }
  return [];
}
