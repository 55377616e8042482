import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import { lineAndColumn, lineIndex } from '../../pipeline/line-index.ts';
import type { PipelineDocuments } from '../pipelines/pipeline-documents.ts';
import type { Schedule } from './schedule.ts';
import { standingText } from './standing-text.ts';

/** Above `triggers`, whether they are on, with the verb that changes it. It is there always, so that no line moves. */
export class ScheduleLenses implements vscode.CodeLensProvider {
  readonly #schedule: Schedule;
  readonly #documents: PipelineDocuments;
  readonly onDidChangeCodeLenses: vscode.Event<void>;

  constructor(schedule: Schedule, documents: PipelineDocuments) {
    this.#schedule = schedule;
    this.#documents = documents;
    this.onDidChangeCodeLenses = schedule.onDidChange;
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const { uri } = document;
    const { syntax, text } = this.#documents.analysisOf(document);
    const key = syntax.entries.find(entry => entry.key.value === 'triggers')?.key;
    if (!key || uri.scheme !== 'file') return [];
    const { line } = lineAndColumn(lineIndex(text), key.range.start);
    const standing = this.#schedule.standing(uri.fsPath);
    const lens = (title: string, command: string) =>
      new vscode.CodeLens(new vscode.Range(line, 0, line, 0), { title, command, arguments: [uri] });
    const verb = this.#schedule.on.has(uri.fsPath)
      ? lens(`$(watch) ${t`Switch Triggers Off`}`, 'dagwright.switchTriggersOff')
      : lens(`$(watch) ${t`Switch Triggers On`}`, 'dagwright.switchTriggersOn');
    if (standing?.kind === 'paused') return [verb, lens(`$(debug-continue) ${t`Resume`}`, 'dagwright.resumeTriggers')];
    if (standing?.kind !== 'armed') return [verb];
    return [verb, lens(standingText(standing, Date.now()), 'dagwright.runs.focus')];
  }
}
