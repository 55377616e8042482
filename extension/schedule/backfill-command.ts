import { dirname } from 'node:path';
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { findRoot } from '../../runner/run-directory/root.ts';
import { readyPipeline } from '../pipelines/ready-pipeline.ts';
import type { ReportPages } from '../reports/report-pages.ts';
import { askParams } from '../run/ask-params.ts';
import { programOf } from '../run/begin-run.ts';
import { commandAnswer } from '../run/command-answer.ts';
import { nameOfFile } from '../runs-view/run-tree.ts';
import { backfillComplaint, backfillQuestions, backfillRange, backfillWords } from './backfill-form.ts';
import { programTerminal } from './program-terminal.ts';
import type { ScheduleParts } from './switch-commands.ts';

/** Runs a pipeline for scheduled times of the past: asks for which, shows the plan, asks again, and tells in a terminal how it goes on. */
export async function backfillCommand(
  parts: ScheduleParts & { readonly reports: ReportPages },
  argument: unknown,
): Promise<void> {
  const ready = await readyPipeline(parts, argument);
  if (!ready) return;
  const { file, pipeline } = ready;
  const name = pipeline.name ?? nameOfFile(file);
  if (!pipeline.triggers.some(({ kind }) => kind === 'cron')) {
    vscode.window.showInformationMessage(t`${name} has no cron trigger, so there are no times to run it for.`);
    return;
  }
  const { workspaceState } = parts.context;
  const title = t`Backfill ${name}`;
  const questions = backfillQuestions(Date.now());
  const answers = await askParams(workspaceState, `${file} backfill`, title, questions, backfillComplaint);
  if (!answers) return;
  const words = backfillWords(file, answers);
  await parts.reports.show(title, file, [...words, '--dry-run']);
  const runs = await plannedRuns(programOf(parts.context), file, words);
  if (runs === 0) return;
  const verb = runs === 1 ? t`Start 1 Run` : t`Start ${runs} Runs`;
  const choice = await vscode.window.showInformationMessage(`${title}: ${planSentence(answers)}`, verb);
  if (!choice) return;
  parts.store.addRoot(findRoot(dirname(file)));
  const pty = programTerminal(programOf(parts.context), dirname(file), [...words, '--yes']);
  vscode.window.createTerminal({ name: title, pty, iconPath: new vscode.ThemeIcon('history') }).show(true);
}

/** As the plan's last line says it; what cannot be planned says so in the page. */
async function plannedRuns(program: string, file: string, words: readonly string[]): Promise<number> {
  const plan = await commandAnswer(program, dirname(file), [...words, '--dry-run']);
  return Number(/^(\d+) of \d+ scheduled times are run\.$/m.exec(plan)?.[1] ?? 0);
}

function planSentence(answers: Readonly<Record<string, string>>): string {
  const { from, to } = backfillRange(answers);
  return t`from ${from} to ${to}, as the plan says.`;
}
