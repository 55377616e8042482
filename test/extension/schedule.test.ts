import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { config } from '@vscode/l10n';
import { absentSecrets } from '../../extension/schedule/absent-secrets.ts';
import { backfillComplaint, backfillQuestions, backfillWords } from '../../extension/schedule/backfill-form.ts';
import { causeText } from '../../extension/schedule/cause-text.ts';
import { missedSentence } from '../../extension/schedule/missed-text.ts';
import { NewRefusals } from '../../extension/schedule/new-refusals.ts';
import { soonest, standingOf } from '../../extension/schedule/standing.ts';
import { standingText, triggerText } from '../../extension/schedule/standing-text.ts';
import { pastText, whenText } from '../../extension/schedule/when-text.ts';
import { analyse } from '../../pipeline/analyse.ts';
import type { PicturedPipeline } from '../../runner/schedule-folder/schedule-picture.ts';

const noon = new Date(2026, 2, 27, 12).getTime();
const minute = 60_000;
const triggers =
  analyse(
    'triggers: [{ cron: "0 2 * * *" }, { files: "in/*.csv" }, { pipeline: up.pipeline.yaml }]\ntasks: { a: { run: x } }\n',
  ).pipeline?.triggers ?? [];
const armed: PicturedPipeline = {
  ...{ file: 'a.pipeline.yaml', paused: false, runs: [] },
  triggers: [{ kind: 'cron', words: 'cron "0 2 * * *"', next: noon + 90 * minute, waiting: 0 }],
};

test('how triggers stand is told by the scheduler that lives, and before there is one by what the user switched', () => {
  const kinds = [
    standingOf([], undefined, false),
    standingOf(triggers, undefined, false),
    standingOf(triggers, undefined, true),
    standingOf(triggers, armed, true),
    standingOf(triggers, { ...armed, off: true }, false),
    standingOf(triggers, { ...armed, paused: true }, true),
    standingOf(triggers, { ...armed, fault: 'It is broken.' }, true),
  ].map(standing => standing?.kind);
  assert.deepEqual(kinds, [undefined, 'off', 'waiting', 'armed', 'off', 'paused', 'fault']);
});

test('each trigger says in words when it starts a run, or what it waits for', () => {
  const standing = standingOf(triggers, undefined, false);
  assert.deepEqual(
    standing?.triggers.map(trigger => triggerText(trigger, standing, noon)),
    ['cron "0 2 * * *"', 'When in/*.csv change', 'When up.pipeline.yaml succeeds'],
  );
  const on = standingOf(triggers, armed, true);
  assert.match((on && standingText(on, noon)) ?? '', /^next start today /);
  assert.equal(on && soonest(on), noon + 90 * minute);
});

test('a time to come, and one that is over, are told as near as they are, also over a day of 23 hours', () => {
  const start = (text: string) => text.replace(/[\d:,]+.*/, '').trim();
  assert.equal(whenText(noon + 20_000, noon).slice(0, 21), 'in less than a minute');
  assert.match(whenText(noon + 12 * minute, noon), /^in 12 min \(12:12/);
  const hours = (count: number) => noon + count * 60 * minute;
  assert.deepEqual(
    [2, 14, 37, 24 * 20].map(count => start(whenText(hours(count), noon))),
    ['today', 'tomorrow', 'Sun', 'Apr'],
  );
  assert.deepEqual(
    [-2, -24, -72].map(count => start(pastText(hours(count), noon))),
    ['', 'yesterday', 'Mar'],
  );
});

test('a run says why it started', () => {
  const at = { scheduledAt: noon };
  const cause = (trigger: Parameters<typeof causeText>[0]) => causeText(trigger, noon).replace('12:00 PM', '12:00');
  assert.equal(cause({ kind: 'cron', ...at, late: true }), 'for 12:00, which was missed');
  assert.equal(cause({ kind: 'files', ...at, files: ['a', 'b'] }), 'for 2 changed files');
  assert.equal(cause({ kind: 'pipeline', ...at, run: 'r1', status: 'success' }), 'after run r1 (success)');
  assert.equal(cause({ kind: 'backfill', ...at }), 'backfill for 12:00');
});

test('missed starts are told in one sentence', () => {
  const one = { file: '/w/a.pipeline.yaml', scheduledAt: noon, isMadeUp: true };
  const two = { file: '/w/b.pipeline.yaml', scheduledAt: noon - 24 * 60 * minute, isMadeUp: false };
  const told = (...missed: (typeof one)[]) => missedSentence(missed, noon).replaceAll('12:00 PM', '12:00');
  assert.equal(told(one), 'A start was missed while nothing scheduled it: a (12:00, a run makes up for it).');
  assert.match(told(one, two), /^2 starts were missed .*: a \(.*\), b \(yesterday 12:00\)\.$/);
});

test('the form of a backfill leads to the words of the command line, and refuses days that do not exist', () => {
  const questions = backfillQuestions(noon);
  assert.equal(questions.From?.default, '2026-03-20');
  const { From: from } = questions;
  assert.match((from && backfillComplaint('From', from, '2026-02-30')) ?? '', /It must be a day/);
  const answers = {
    From: '2026-01-01',
    To: ' 2026-01-31',
    Runs: '4',
    Order: 'the newest first',
    Rerun: 'run all again',
  };
  assert.equal(
    backfillWords('a.yaml', answers).join(' '),
    'backfill a.yaml --from 2026-01-01 --to 2026-01-31 --max-parallel-runs 4 --reverse --rerun all',
  );
});

test('the form of a backfill is asked in the language of the editor, and leads to the same words', () => {
  config({ contents: JSON.parse(readFileSync('l10n/bundle.l10n.de.json', 'utf8')) });
  try {
    const names = Object.keys(backfillQuestions(noon));
    assert.deepEqual(names, ['Von', 'Bis', 'Läufe', 'Reihenfolge', 'Wiederholen']);
    const answers = { Von: '2026-01-01', Bis: '2026-01-31', Reihenfolge: 'die neuesten zuerst' };
    assert.match(backfillWords('a.yaml', answers).join(' '), /--from 2026-01-01 --to 2026-01-31 .*--reverse$/);
  } finally {
    config({ contents: {} });
  }
});

test('secrets that a run which starts by itself would not have are known beforehand', () => {
  const secrets = ['TOKEN', 'PASSWORD', 'EMPTY'];
  assert.deepEqual(absentSecrets({ secrets, envFiles: [] }, { TOKEN: 'x', EMPTY: '' }), ['PASSWORD', 'EMPTY']);
  assert.deepEqual(absentSecrets({ secrets, envFiles: ['.env'] }, {}), []);
});

test('that a run could not begin is told once, and again after one could', () => {
  const known = new NewRefusals();
  const tell = (refusal: string | undefined) => known.of([['a', refusal]]).map(([, text]) => text);
  assert.deepEqual([undefined, 'No token.', 'No token.', 'No file.', undefined, 'No file.'].map(tell), [
    [],
    ['No token.'],
    [],
    ['No file.'],
    [],
    ['No file.'],
  ]);
});
