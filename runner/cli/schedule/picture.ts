import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { scheduleFolder } from '../../layout.ts';
import { isOwnerGone } from '../../run-directory/owner.ts';
import type { SchedulePicture } from './state-file.ts';

/** How the scheduler of a folder that holds `.dagwright` stands, or stood when it ended; nothing when there was none. */
export function readPicture(root: string): (SchedulePicture & { readonly isAlive: boolean }) | undefined {
  try {
    // Only a scheduler writes it, and whole.
    const picture: SchedulePicture = JSON.parse(readFileSync(join(scheduleFolder(root), 'state.json'), 'utf8'));
    return { ...picture, isAlive: !isOwnerGone(picture.owner) };
  } catch {
    return undefined;
  }
}

/** Whether a scheduler starts the pipelines of this folder, or of one above it. */
export function isScheduled(root: string): boolean {
  if (readPicture(root)?.isAlive) return true;
  return dirname(root) !== root && isScheduled(dirname(root));
}
