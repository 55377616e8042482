import { t } from '@vscode/l10n';
import { nameOfFile } from '../runs-view/run-tree.ts';
import { pastText } from './when-text.ts';

/** A start that was missed: the last one of a pipeline. */
export interface MissedStart {
  readonly file: string;
  readonly scheduledAt: number;
  readonly isMadeUp: boolean;
}

/** The one sentence that tells of them, with what was done about it. */
export function missedSentence(missed: readonly MissedStart[], now: number): string {
  const told = missed.map(({ file, scheduledAt, isMadeUp }) => {
    const name = nameOfFile(file);
    const when = pastText(scheduledAt, now);
    return isMadeUp ? t`${name} (${when}, a run makes up for it)` : `${name} (${when})`;
  });
  const names = told.join(', ');
  return missed.length === 1
    ? t`A start was missed while nothing scheduled it: ${names}.`
    : t`${missed.length} starts were missed while nothing scheduled them: ${names}.`;
}
