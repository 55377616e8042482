import { existsSync } from 'node:fs';
import type { Clock } from '../clock.ts';
import { outputLog } from '../layout.ts';
import { sendSignal } from '../processes/send-signal.ts';
import type { Fate } from './attempt-fates.ts';

/** How long the process that masks may take to make the log of an attempt whose shell waits for it. */
const longestWaitMs = 2000;
const lookMs = 50;

/**
 * Ends the shells that wait for a process that masks their output and is gone with its runner: they would wait for ever.
 * Those have no log, and get none; their attempts are `lost`. To be called only where the output is masked.
 */
export async function endUnmaskedShells(fates: ReadonlyMap<string, Fate>, clock: Clock): Promise<void> {
  const waiting = () => [...fates].filter(([path, { kind }]) => kind === 'running' && !existsSync(outputLog(path)));
  for (let waited = 0; waited < longestWaitMs && waiting().length > 0; waited += lookMs)
    await new Promise<void>(resolve => {
      clock.after(lookMs, resolve);
    });
  for (const [, fate] of waiting()) if (fate.kind === 'running') sendSignal(-fate.shell, 'SIGKILL');
}
