import { formatDuration } from './duration.ts';
import type { Trigger } from './pipeline.ts';

/** A trigger in the words of its file: `cron "0 2 * * *" Europe/Berlin`. */
export function wordsOf(trigger: Trigger): string {
  switch (trigger.kind) {
    case 'cron':
      return `cron "${trigger.cron.trim()}"${trigger.timezone === undefined ? '' : ` ${trigger.timezone}`}`;
    case 'files':
      return `files ${trigger.files.join(' ')}`;
    case 'pipeline':
      return `pipeline ${trigger.file} ${trigger.on}`;
    default:
      return trigger satisfies never;
  }
}

/** Why a trigger starts a run, in words. */
export function reasonOf(trigger: Trigger): string {
  switch (trigger.kind) {
    case 'cron': {
      const jitter = trigger.jitterMs > 0 ? `, put off by up to ${formatDuration(trigger.jitterMs)}` : '';
      return `${wordsOf(trigger)}${jitter}`;
    }
    case 'files':
      return `when ${trigger.files.join(', ')} change, ${formatDuration(trigger.debounceMs)} after the last change`;
    case 'pipeline': {
      const end = { success: 'succeeded', failure: 'not succeeded', end: 'ended' }[trigger.on];
      return `when ${trigger.file} has ${end}${trigger.if === undefined ? '' : ` and ${trigger.if}`}`;
    }
    default:
      return trigger satisfies never;
  }
}
