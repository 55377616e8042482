import { t } from '@vscode/l10n';
import type { Param } from '../../pipeline/pipeline.ts';
import { complaintAbout } from '../run/param-form.ts';
import { complaintAboutDate, today } from './date-text.ts';

/** The questions of the form, in the order in which they are asked. */
export function backfillQuestions(now: number): Readonly<Record<string, Param>> {
  const { from, to, runs, order, rerun } = names();
  const text = { type: 'string' } as const;
  const orders = [...orderWords().keys()];
  return {
    [from]: {
      ...text,
      description: t`The first day, or moment, as 2026-01-31 or 2026-01-31T02:00`,
      default: today(7, now),
    },
    [to]: { ...text, description: t`The last day, or moment`, default: today(1, now) },
    [runs]: { type: 'integer', description: t`How many runs go on at the same time`, default: 1, minimum: 1 },
    [order]: { ...text, description: t`Which come first`, default: orders[0] ?? '', enum: orders },
    [rerun]: { ...text, description: t`What of times that have a run`, enum: [...rerunWords().keys()] },
  };
}

/** What is wrong with an answer, as a sentence. */
export function backfillComplaint(name: string, param: Param, text: string): string | undefined {
  const { from, to } = names();
  return name === from || name === to ? complaintAboutDate(text) : complaintAbout(name, param, text);
}

/** The words behind `dagwright` that carry it out, or with `--dry-run` show its plan. */
export function backfillWords(file: string, answers: Readonly<Record<string, string>>): readonly string[] {
  const { runs, order, rerun } = names();
  const { from, to } = backfillRange(answers);
  const range = ['--from', from, '--to', to, '--max-parallel-runs', (answers[runs] ?? '1').trim()];
  return [
    ...['backfill', file, ...range],
    ...(orderWords().get(answers[order] ?? '') ?? []),
    ...(rerunWords().get(answers[rerun] ?? '') ?? []),
  ];
}

/** The first and the last day, or moment, as they were typed. */
export function backfillRange(answers: Readonly<Record<string, string>>): {
  readonly from: string;
  readonly to: string;
} {
  const { from, to } = names();
  return { from: (answers[from] ?? '').trim(), to: (answers[to] ?? '').trim() };
}

/** In the language of the editor, which is known only when somebody asks. */
function names() {
  return { from: t`From`, to: t`To`, runs: t`Runs`, order: t`Order`, rerun: t`Rerun` } as const;
}

function orderWords(): ReadonlyMap<string, readonly string[]> {
  return new Map([
    [t`the oldest first`, []],
    [t`the newest first`, ['--reverse']],
  ]);
}

function rerunWords(): ReadonlyMap<string, readonly string[]> {
  return new Map([
    [t`leave times that have a run`, []],
    [t`run again what did not succeed`, ['--rerun', 'failed']],
    [t`run all again`, ['--rerun', 'all']],
  ]);
}
