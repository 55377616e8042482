import * as vscode from 'vscode';
import { pipelineSelector } from '../pipeline-language.ts';
import type { ReportPages } from '../reports/report-pages.ts';
import { backfillCommand } from './backfill-command.ts';
import { registerMissedStarts } from './missed-starts.ts';
import { registerRefusedStarts } from './refused-starts.ts';
import { ScheduleLenses } from './schedule-lenses.ts';
import { startAtCommand } from './start-at-command.ts';
import { pauseCommand, type ScheduleParts, switchOffCommand, switchOnCommand } from './switch-commands.ts';
import { registerTriggersContext } from './triggers-context.ts';
import { WindowScheduler } from './window-scheduler.ts';

/** What is needed for pipelines to start by themselves. */
export interface ScheduleRegistration extends ScheduleParts {
  readonly reports: ReportPages;
  readonly log: vscode.LogOutputChannel;
}

/** Lets pipelines whose triggers are switched on start by themselves, and the user switch them. */
export function registerSchedule(parts: ScheduleRegistration): vscode.Disposable {
  const { context, schedule, files, documents, log } = parts;
  const commands: Readonly<Record<string, (argument: unknown) => Promise<void>>> = {
    'dagwright.switchTriggersOn': argument => switchOnCommand(parts, argument),
    'dagwright.switchTriggersOff': argument => switchOffCommand(parts, argument),
    'dagwright.pauseTriggers': argument => pauseCommand(parts, argument, 'pause'),
    'dagwright.resumeTriggers': argument => pauseCommand(parts, argument, 'resume'),
    'dagwright.startWithDate': argument => startAtCommand(parts, argument),
    'dagwright.backfill': argument => backfillCommand(parts, argument),
  };
  const scheduler = new WindowScheduler(context, schedule.on, schedule.pictures, log);
  return vscode.Disposable.from(
    ...Object.entries(commands).map(([id, command]) => vscode.commands.registerCommand(id, command)),
    vscode.languages.registerCodeLensProvider(pipelineSelector, new ScheduleLenses(schedule, documents)),
    schedule.on.onDidChange(() => scheduler.look()),
    files.onDidChange(() => schedule.triggers.readAgain(files.paths)),
    registerTriggersContext(schedule.on),
    registerMissedStarts(context.workspaceState, schedule),
    registerRefusedStarts(schedule),
    { dispose: () => scheduler[Symbol.dispose]() },
  );
}
