import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { Journal } from '../../../runner/journal.ts';
import { journalFile } from '../../../runner/layout.ts';
import { readJournal } from '../../../runner/resume/read-journal.ts';
import { readRun } from '../../../runner/run-directory/read-run.ts';
import { NewsReader } from '../../../runner/run-directory/run-news.ts';
import { journalText, retriedRun, temporaryFolder, writeRun } from '../run-directory/journal.ts';

const folder = temporaryFolder();
const events = retriedRun();
const whole = Buffer.from(journalText(events));
const resumed = { type: 'run_resumed', at: 2000, host: 'h', pid: 2, versions: { dagwright: '0', node: '24' } } as const;

test('a journal cut at any byte is gone on with behind its last whole line, and nothing of what stands there is lost', async () => {
  const run = writeRun(folder, 'cut', '');
  const firstLine = whole.indexOf(10) + 1;
  for (let cut = 0; cut < whole.length; cut++) {
    writeFileSync(journalFile(run), whole.subarray(0, cut));
    const read = readJournal(run);
    if (cut < firstLine) {
      assert.ok('fault' in read, `${cut}`);
      continue;
    }
    assert.ok(!('fault' in read), `${cut}`);
    const kept = whole.subarray(0, cut).toString('latin1').split('\n').length - 2;
    assert.deepEqual(read.events, events.slice(1, kept + 1), `${cut}`);
    const journal = new Journal(journalFile(run), read.length);
    journal.append(resumed);
    journal.flush();
    journal.close();
    assert.equal(
      readFileSync(journalFile(run), 'utf8'),
      journalText([...events.slice(0, kept + 1), resumed]),
      `${cut}`,
    );
    const again = await readRun(run);
    assert.equal(again.kind === 'run' && again.unreadableLines, 0, `${cut}`);
  }
});

test('who follows a run while its torn last line is taken away and written over loses no event', async () => {
  const lines = events.map(event => journalText([event]));
  for (const bytes of [1, 20, (lines[5]?.length ?? 0) - 1]) {
    const run = writeRun(folder, `followed${bytes}`, lines.slice(0, 5).join('') + lines[5]?.slice(0, bytes));
    const reader = new NewsReader(run);
    assert.equal(await count(reader), 5);
    truncateSync(journalFile(run), lines.slice(0, 5).join('').length);
    appendFileSync(journalFile(run), journalText([resumed]) + lines.slice(5).join(''));
    assert.equal(await count(reader), 1 + lines.length - 5);
  }
});

async function count(reader: NewsReader): Promise<number> {
  let events = 0;
  for (let news = await reader.read(); news?.kind === 'events'; news = await reader.read())
    events += news.events.length;
  return events;
}
