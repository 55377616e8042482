import type { Json } from '../pipeline/pipeline.ts';
import type { RunTrigger } from './event.ts';

/** What expressions see as `trigger`: everything is there, empty where it does not apply. */
export function triggerValues(trigger: RunTrigger | undefined): Json {
  const { kind = 'manual', files = [], run = '', status = '', outputs = {} } = trigger ?? {};
  return { kind, files, run, status, outputs };
}
