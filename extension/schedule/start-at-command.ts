import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Pipeline } from '../../pipeline/pipeline.ts';
import { readyPipeline } from '../pipelines/ready-pipeline.ts';
import { beginRun } from '../run/begin-run.ts';
import { paramsOf, type RunCommandParts } from '../run/run-command.ts';
import { nameOfFile } from '../runs-view/run-tree.ts';
import { complaintAboutDate, today } from './date-text.ts';

/** Starts a run now for a scheduled time that is asked for: its `run.date`. `argument` may name the time already. */
export async function startAtCommand(parts: RunCommandParts, argument: unknown): Promise<void> {
  const ready = await readyPipeline(parts, argument);
  if (!ready) return;
  const { file, pipeline } = ready;
  const date = givenDate(argument) ?? (await askDate(pipeline, file));
  if (date === undefined) return;
  const params = await paramsOf(parts, file, pipeline, false);
  if (params) await beginRun(parts, file, { params, date }, pipeline);
}

function givenDate(argument: unknown): string | undefined {
  const date: unknown = typeof argument === 'object' && argument !== null ? Reflect.get(argument, 'date') : undefined;
  return typeof date === 'string' ? date : undefined;
}

function askDate({ name, triggers }: Pipeline, file: string): Thenable<string | undefined> {
  const zone = triggers.find(trigger => trigger.kind === 'cron')?.timezone;
  const where = zone === undefined ? '' : t`, in ${zone}`;
  return vscode.window.showInputBox({
    title: t`Start ${name ?? nameOfFile(file)} Now With Date`,
    prompt: t`The day, or moment, that the run is for${where}: its run.date. For example 2026-01-31 or 2026-01-31T02:00.`,
    value: today(),
    ignoreFocusOut: true,
    validateInput: complaintAboutDate,
  });
}
