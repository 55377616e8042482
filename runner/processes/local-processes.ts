import { existsSync } from 'node:fs';
import type { Clock } from '../clock.ts';
import { Leftovers } from './leftovers.ts';
import { PlainProcesses } from './plain-processes.ts';
import type { Processes, ProcessSettings } from './processes.ts';
import type { ShellCommand } from './shell-pool.ts';
import { SlotProcesses } from './slot-processes.ts';

/** The processes of this machine: by shells that stay where there is a POSIX shell, else each by itself. Throws when the run's folder cannot be written. */
export function localProcesses(settings: ProcessSettings, clock: Clock, shell = systemShell()): Processes {
  const leftovers = new Leftovers(settings.run, settings.leftoverGraceMs, clock, settings.isResumed);
  return shell ? new SlotProcesses(settings, clock, leftovers, shell) : new PlainProcesses(settings, clock, leftovers);
}

function systemShell(): ShellCommand | undefined {
  return process.platform !== 'win32' && existsSync('/bin/sh') ? { program: '/bin/sh', args: [] } : undefined;
}
