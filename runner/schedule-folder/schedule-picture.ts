import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Owner, RunTrigger } from '../event.ts';
import { scheduleFolder } from '../layout.ts';
import { isOwnerGone } from '../run-directory/owner.ts';

/** How a scheduler stands, in `state.json`, for whoever wants to show it. Its process may be gone: look whether it lives. */
export interface SchedulePicture {
  readonly owner: Owner;
  /** The folder whose pipelines it starts, absolute. */
  readonly folder: string;
  readonly at: number;
  /** The windows of an editor started it, for what is switched on in them. */
  readonly forWindows?: true;
  readonly pipelines: readonly PicturedPipeline[];
}

/** A pipeline that a scheduler knows. */
export interface PicturedPipeline {
  /** From the folder that holds `.dagwright`. */
  readonly file: string;
  readonly paused: boolean;
  /** No window of an editor has its triggers on, for which alone the scheduler runs. */
  readonly off?: true;
  /** Why what the file says now does not count. */
  readonly fault?: string;
  /** Why its last run could not begin, if it could not. */
  readonly refusal?: string;
  readonly triggers: readonly PicturedTrigger[];
  /** The runs that go on. */
  readonly runs: readonly { readonly run: string; readonly trigger: RunTrigger }[];
}

export interface PicturedTrigger {
  readonly kind: 'cron' | 'files' | 'pipeline';
  readonly words: string;
  /** The next scheduled time. */
  readonly next?: number;
  /** How many starts wait for their turn. */
  readonly waiting: number;
  /** The last scheduled time that was missed, and whether a run makes up for it. */
  readonly missed?: { readonly scheduledAt: number; readonly isMadeUp: boolean };
}

/** How the scheduler of a folder that holds `.dagwright` stands, or stood when it ended; nothing when there was none. */
export function readPicture(root: string): (SchedulePicture & { readonly isAlive: boolean }) | undefined {
  try {
    // Only a scheduler writes it, and whole.
    const picture: SchedulePicture = JSON.parse(readFileSync(pictureFile(scheduleFolder(root)), 'utf8'));
    return { ...picture, isAlive: !isOwnerGone(picture.owner) };
  } catch {
    return undefined;
  }
}

/** Where the scheduler whose folder this is shows how it stands. */
export function pictureFile(folder: string): string {
  return join(folder, 'state.json');
}

/** Whether a scheduler starts the pipelines of this folder, or of one above it. */
export function isScheduled(root: string): boolean {
  if (readPicture(root)?.isAlive) return true;
  return dirname(root) !== root && isScheduled(dirname(root));
}
