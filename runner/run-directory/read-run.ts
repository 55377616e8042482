import { journalFile } from '../layout.ts';
import { applyEvent, initialState, type RunState } from '../run-state.ts';
import { GrowingFile } from './growing-file.ts';
import { JournalDecoder, type JournalFault } from './journal-decoder.ts';
import { isOwnerGone } from './owner.ts';

/** A run as its journal tells it, or why it cannot be read. */
export type RunReading =
  | { readonly kind: 'run'; readonly folder: string; readonly state: RunState; readonly unreadableLines: number }
  | JournalFault;

/**
 * Reads and folds the journal of the run in `folder`. A run without an end whose owner is gone reads as `interrupted`.
 * Throws only when the system refuses to read (no permission, a broken disk).
 */
export async function readRun(folder: string): Promise<RunReading> {
  const file = new GrowingFile(journalFile(folder));
  const decoder = new JournalDecoder();
  let state: RunState | undefined;
  const readOn = async (): Promise<boolean> => {
    for (;;) {
      const bytes = await file.read();
      if (bytes === 'missing') return false;
      if (bytes.length === 0) {
        file.back(decoder.dropUnfinished());
        return true;
      }
      for (const event of decoder.push(bytes)) {
        if (event.type === 'run_started') state = initialState(event);
        else if (state) applyEvent(state, event);
      }
    }
  };
  if (!(await readOn())) return { kind: 'missing' };
  if (!state || decoder.fault) return decoder.fault ?? { kind: 'empty' };
  if (state.status === 'running' && isOwnerGone(state.owner)) {
    // It may have written its end and gone after we read: only what is there now is the truth.
    await readOn();
    if (state.status === 'running') state.status = 'interrupted';
  }
  return { kind: 'run', folder, state, unreadableLines: decoder.unreadableLines };
}
