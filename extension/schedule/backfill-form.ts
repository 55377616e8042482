import type { Param } from '../../pipeline/pipeline.ts';
import { complaintAbout } from '../run/param-form.ts';
import { complaintAboutDate, today } from './date-text.ts';

const oldestFirst = 'the oldest first';
const reruns = {
  'leave times that have a run': [],
  'run again what did not succeed': ['--rerun', 'failed'],
  'run all again': ['--rerun', 'all'],
} as const;

/** The questions of the form, in the order in which they are asked. */
export function backfillQuestions(now: number): Readonly<Record<string, Param>> {
  const text = { type: 'string' } as const;
  return {
    From: {
      ...text,
      description: 'The first day, or moment, as 2026-01-31 or 2026-01-31T02:00',
      default: today(7, now),
    },
    To: { ...text, description: 'The last day, or moment', default: today(1, now) },
    Runs: { type: 'integer', description: 'How many runs go on at the same time', default: 1, minimum: 1 },
    Order: { ...text, description: 'Which come first', default: oldestFirst, enum: [oldestFirst, 'the newest first'] },
    Rerun: { ...text, description: 'What of times that have a run', enum: Object.keys(reruns) },
  };
}

/** What is wrong with an answer, as a sentence. */
export function backfillComplaint(name: string, param: Param, text: string): string | undefined {
  return name === 'From' || name === 'To' ? complaintAboutDate(text) : complaintAbout(name, param, text);
}

/** The words behind `dagwright` that carry it out, or with `--dry-run` show its plan. */
export function backfillWords(file: string, answers: Readonly<Record<string, string>>): readonly string[] {
  const { From = '', To = '', Runs = '1', Order = oldestFirst, Rerun = '' } = answers;
  const range = ['--from', From.trim(), '--to', To.trim(), '--max-parallel-runs', Runs.trim()];
  const again = Object.entries(reruns).find(([label]) => label === Rerun)?.[1] ?? [];
  return ['backfill', file, ...range, ...(Order === oldestFirst ? [] : ['--reverse']), ...again];
}
