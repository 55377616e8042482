import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { journalFile } from '../../../runner/layout.ts';
import { JournalDecoder } from '../../../runner/run-directory/journal-decoder.ts';
import { readRun } from '../../../runner/run-directory/read-run.ts';
import { applyEvent, initialState } from '../../../runner/run-state.ts';
import { journalText, noPid, retriedRun, runStarted, task, temporaryFolder, writeRun } from './journal.ts';

const root = temporaryFolder();
after(() => rmSync(root, { recursive: true }));

test('a journal torn at any byte decodes to the events of its whole lines', () => {
  const events = retriedRun();
  const bytes = Buffer.from(journalText(events));
  for (let length = 0; length <= bytes.length; length++) {
    const torn = bytes.subarray(0, length);
    const whole = torn.filter(byte => byte === 0x0a).length;
    assert.deepEqual(new JournalDecoder().push(torn), events.slice(0, whole), `torn at ${length}`);
  }
});

test('a journal that comes in two pieces, cut at any byte, decodes as if it came in one', () => {
  const events = retriedRun();
  const bytes = Buffer.from(journalText(events));
  for (let cut = 0; cut <= bytes.length; cut++) {
    const decoder = new JournalDecoder();
    assert.deepEqual([...decoder.push(bytes.subarray(0, cut)), ...decoder.push(bytes.subarray(cut))], events);
  }
});

test('reading a run folds its events', async () => {
  const events = retriedRun();
  const folder = writeRun(root, 'whole', journalText(events));
  const state = initialState(runStarted([task('a')]));
  for (const event of events) applyEvent(state, event);
  assert.deepEqual(await readRun(folder), { kind: 'run', folder, state, unreadableLines: 0 });
});

test('a run without an end is running while its owner lives', async () => {
  const folder = writeRun(root, 'lives', journalText(retriedRun().slice(0, -1)));
  const reading = await readRun(folder);
  assert.equal(reading.kind === 'run' && reading.state.status, 'running');
});

test('a run without an end whose owner is gone is interrupted', async () => {
  const folder = writeRun(root, 'gone', journalText([runStarted([task('a')], { pid: noPid })]));
  const reading = await readRun(folder);
  assert.equal(reading.kind === 'run' && reading.state.status, 'interrupted');
});

test('a run whose pid belongs to another process by now is interrupted', {
  skip: process.platform !== 'linux',
}, async () => {
  const folder = writeRun(root, 'reused', journalText([runStarted([task('a')], { pidStart: '1' })]));
  const reading = await readRun(folder);
  assert.equal(reading.kind === 'run' && reading.state.status, 'interrupted');
});

test('of a run on another machine nothing is known but what its journal says', async () => {
  const folder = writeRun(root, 'far', journalText([runStarted([task('a')], { pid: noPid, host: 'elsewhere' })]));
  const reading = await readRun(folder);
  assert.equal(reading.kind === 'run' && reading.state.status, 'running');
});

test('a line in the middle that is no event is left out and counted', async () => {
  const lines = journalText(retriedRun()).split('\n');
  lines[1] = '{"type":"task_queued"';
  lines[2] = '{"type":"attempt_started","at":1,"task":"a","attempt":-1}';
  const reading = await readRun(writeRun(root, 'scratched', lines.join('\n')));
  assert.equal(reading.kind, 'run');
  assert.equal(reading.kind === 'run' && reading.unreadableLines, 2);
  assert.equal(reading.kind === 'run' && reading.state.status, 'success');
});

test('what is no journal is said, never thrown', async () => {
  const told = async (id: string, text: string) => readRun(writeRun(root, id, text));
  assert.deepEqual(await readRun(`${root}/nowhere`), { kind: 'missing' });
  assert.deepEqual(await told('empty', ''), { kind: 'empty' });
  assert.deepEqual(await told('torn', '{"type":"run_sta'), { kind: 'empty' });
  const unreadable = { kind: 'unreadable', line: 1, message: 'it does not begin with run_started' };
  for (const text of [
    '\0\0\0\n',
    'null\n',
    '[]\n',
    '{"type":"run_started","at":0}\n',
    journalText(retriedRun().slice(1)),
  ]) {
    assert.deepEqual(await told('other', text), unreadable, text);
  }
  const newer = '{"type":"run_started","at":1,"version":2,"runId":"r","steps":[]}\n';
  assert.deepEqual(await told('newer', newer), { kind: 'newer-version', version: 2 });
});

test('an event of a kind that came later is ignored', async () => {
  const folder = writeRun(root, 'later', journalText(retriedRun()));
  writeFileSync(journalFile(folder), '{"type":"task_painted","at":1,"colour":"blue"}\n', { flag: 'a' });
  const reading = await readRun(folder);
  assert.equal(reading.kind === 'run' && reading.unreadableLines, 0);
});
