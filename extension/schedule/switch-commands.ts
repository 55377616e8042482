import { basename } from 'node:path';
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { scheduleFolder } from '../../runner/layout.ts';
import { type ScheduleRequest, sendScheduleRequest } from '../../runner/schedule-folder/schedule-request.ts';
import { pipelineTarget } from '../pipelines/pipeline-target.ts';
import { readyPipeline } from '../pipelines/ready-pipeline.ts';
import { needsAnswers } from '../run/param-form.ts';
import type { RunCommandParts } from '../run/run-command.ts';
import { absentSecrets } from './absent-secrets.ts';
import type { Schedule } from './schedule.ts';
import { nameWithinRoot, scheduleRootOf } from './schedule-root.ts';

/** What the verbs about triggers need. */
export interface ScheduleParts extends RunCommandParts {
  readonly schedule: Schedule;
}

/** Lets the triggers of a pipeline start runs while its workspace is open in a window; what stands in the way is told. */
export async function switchOnCommand(parts: ScheduleParts, argument: unknown): Promise<void> {
  const ready = await readyPipeline(parts, argument);
  if (!ready) return;
  const { file, pipeline } = ready;
  const name = basename(file);
  if (pipeline.triggers.length === 0) {
    vscode.window.showInformationMessage(t`${name} has no "triggers", so there is nothing to switch on.`);
    return;
  }
  if (needsAnswers(pipeline.params)) {
    vscode.window.showErrorMessage(
      t`${name} has a param without a "default". Nobody is asked for it when a trigger starts a run, so give it one.`,
    );
    return;
  }
  const absent = absentSecrets(pipeline, process.env);
  if (absent.length > 0) {
    vscode.window.showWarningMessage(
      t`Runs of ${name} that start by themselves do not have ${absent.join(', ')}: they take secrets from the environment and from "env_files", not from the secret store of the editor.`,
    );
  }
  await parts.schedule.on.switch(file, true);
  parts.schedule.pictures.look();
  if (parts.schedule.pictures.pipeline(file)?.paused) request(file, 'resume');
  const other = otherScheduler(parts.schedule, file);
  if (other !== undefined) {
    vscode.window.showInformationMessage(
      t`Process ${other} schedules ${name} already, outside of the editor. This window takes over when it has gone.`,
    );
  } else {
    vscode.window.setStatusBarMessage(
      t`$(watch) ${name} starts by its triggers while this workspace is open`,
      statusMs,
    );
  }
}

/** The triggers of a pipeline start nothing from now on, as far as this workspace is concerned. */
export async function switchOffCommand(parts: ScheduleParts, argument: unknown): Promise<void> {
  const file = (await pipelineTarget(argument, parts.files))?.fsPath;
  if (file === undefined) return;
  await parts.schedule.on.switch(file, false);
  parts.schedule.pictures.look();
  const other = otherScheduler(parts.schedule, file);
  if (other === undefined || !parts.schedule.pictures.pipeline(file)) return;
  const choice = await vscode.window.showInformationMessage(
    t`Process ${other} schedules ${basename(file)} outside of the editor, and goes on to.`,
    t`Pause`,
  );
  if (choice) request(file, 'pause');
}

/** Asks whoever schedules a pipeline to let its triggers rest, or to heed them again. */
export async function pauseCommand(parts: ScheduleParts, argument: unknown, type: 'pause' | 'resume'): Promise<void> {
  const file = (await pipelineTarget(argument, parts.files))?.fsPath;
  if (file === undefined) return;
  const { pictures, on } = parts.schedule;
  pictures.look();
  // The scheduler of what was just switched on takes it up when it begins.
  if (pictures.pipeline(file) || on.has(file)) return request(file, type);
  vscode.window.showInformationMessage(t`Nothing schedules ${basename(file)} now, so there is nothing to ${type}.`);
}

const statusMs = 6000;

function request(file: string, type: Exclude<ScheduleRequest['type'], 'start'>): void {
  const root = scheduleRootOf(file);
  try {
    sendScheduleRequest(scheduleFolder(root), { type, file: nameWithinRoot(root, file) });
  } catch (error) {
    vscode.window.showErrorMessage(
      t`The scheduler cannot be asked: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** The process of a scheduler that no window started. */
function otherScheduler({ pictures }: Schedule, file: string): number | undefined {
  const picture = pictures.of(scheduleRootOf(file));
  return picture?.isAlive && !picture.forWindows ? picture.owner.pid : undefined;
}
