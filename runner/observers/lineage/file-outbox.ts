import { appendFile } from 'node:fs/promises';
import { systemClock } from '../../clock.ts';
import { systemText } from '../../system-text.ts';
import { withinPatience } from '../patience.ts';
import type { LineageTarget } from './lineage-settings.ts';
import type { Outbox } from './outbox.ts';

/** Writes events to one file, a line each, or each to a file of its own whose name is that of the target and the time, as OpenLineage's own client does. */
export function fileOutbox(
  { path, append }: Extract<LineageTarget, { kind: 'file' }>,
  note: (sentence: string) => void,
): Outbox {
  const waiting: string[] = [];
  let written: Promise<void> | undefined;
  let count = 0;
  const nextName = () => {
    const [date = '', time = ''] = new Date(systemClock.now()).toISOString().slice(0, 23).split('T');
    const words = `${date.replaceAll('-', '')}-${time.replaceAll(':', '')}`;
    return `${path}-${words}${String(count++).padStart(3, '0')}.json`;
  };
  const write = async () => {
    while (waiting.length > 0) {
      const events = waiting.splice(0, append ? waiting.length : 1);
      try {
        await appendFile(append ? path : nextName(), events.map(event => `${event}\n`).join(''));
      } catch (error) {
        note(`Lineage of the run could not be written to ${path}: ${systemText(error)}`);
      }
    }
    written = undefined;
  };
  return {
    add(_lane, event) {
      waiting.push(event);
      written ??= write();
    },
    end: async hurry => {
      if (written) await withinPatience(written, hurry);
    },
  };
}
