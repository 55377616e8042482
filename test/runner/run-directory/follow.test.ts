import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { appendFileSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import type { RunEvent } from '../../../runner/event.ts';
import { attemptPath, journalFile, outputLog } from '../../../runner/layout.ts';
import { FolderChanges } from '../../../runner/run-directory/folder-changes.ts';
import { followOutput } from '../../../runner/run-directory/follow-output.ts';
import { followRun } from '../../../runner/run-directory/follow-run.ts';
import { journalText, noPid, retriedRun, runStarted, task, temporaryFolder, writeRun } from './journal.ts';

const root = temporaryFolder();
after(() => rmSync(root, { recursive: true, force: true }));
const never = new AbortController().signal;

test('a follower hears first what was there, then each event as it is written, and stops at the end', async () => {
  const [first, second, ...rest] = retriedRun();
  assert(first && second);
  const folder = writeRun(root, 'grows', journalText([first, second]));
  const left = [...rest];
  const heard: RunEvent[] = [];
  for await (const news of followRun(folder, never)) {
    assert.equal(news.kind, 'events');
    if (news.kind === 'events') heard.push(...news.events);
    const next = left.shift();
    if (next) appendFileSync(journalFile(folder), journalText([next]));
  }
  assert.deepEqual(heard, [first, second, ...rest]);
});

test('a follower hears that the run was interrupted, after all that was written before', async () => {
  const folder = writeRun(root, 'interrupted', journalText([runStarted([task('a')], { pid: noPid })]));
  const kinds: string[] = [];
  for await (const news of followRun(folder, never)) kinds.push(news.kind);
  assert.deepEqual(kinds, ['events', 'interrupted']);
});

test('a follower hears that the folder is gone', async () => {
  const folder = writeRun(root, 'deleted', journalText(retriedRun().slice(0, 1)));
  const kinds: string[] = [];
  for await (const news of followRun(folder, never)) {
    kinds.push(news.kind);
    rmSync(folder, { recursive: true, force: true });
  }
  assert.deepEqual(kinds, ['events', 'gone']);
});

test('a follower that waits stops when it is told to', async () => {
  const folder = writeRun(root, 'aborted', journalText(retriedRun().slice(0, 1)));
  const stop = new AbortController();
  let count = 0;
  for await (const _ of followRun(folder, stop.signal)) {
    count++;
    setImmediate(() => stop.abort());
  }
  assert.equal(count, 1);
});

test('waiting leaves nothing on the signal', async () => {
  const { signal } = new AbortController();
  using changes = new FolderChanges(join(root, 'not there'));
  await changes.wait(signal);
  assert.deepEqual(getEventListeners(signal, 'abort'), []);
});

test('output is followed through every attempt until the task has its end, without losing a byte', async () => {
  const events = retriedRun();
  const folder = writeRun(root, 'output', journalText(events.slice(0, 3)));
  const write = (attempt: number, text: string) => {
    const log = outputLog(attemptPath(folder, 'a', attempt));
    mkdirSync(dirname(log), { recursive: true });
    appendFileSync(log, text);
  };
  const steps = [
    () => write(1, 'two\n'),
    () => {
      write(1, 'three\n');
      appendFileSync(journalFile(folder), journalText(events.slice(3, 5)));
      write(2, 'four\n');
    },
    () => undefined,
    () => {
      write(2, 'five');
      appendFileSync(journalFile(folder), journalText(events.slice(5)));
    },
  ];
  write(1, 'one\n');
  const heard: string[] = [];
  for await (const { attempt, bytes } of followOutput(folder, 'a', undefined, never)) {
    heard.push(`${attempt}: ${Buffer.from(bytes)}`);
    steps.shift()?.();
  }
  assert.deepEqual(heard, ['1: one\n', '1: two\n', '1: three\n', '2: four\n', '2: five']);
});

test('the output of an ended task, of one attempt of it, and of one that never started come to their end at once', async () => {
  const folder = writeRun(root, 'ended', journalText([runStarted([task('a'), task('b')]), ...retriedRun().slice(1)]));
  for (const attempt of [1, 2]) {
    mkdirSync(dirname(attemptPath(folder, 'a', attempt)), { recursive: true });
    appendFileSync(outputLog(attemptPath(folder, 'a', attempt)), `attempt ${attempt}`);
  }
  const all = async (name: string, only?: number) => {
    const pieces: string[] = [];
    for await (const { bytes } of followOutput(folder, name, only, never)) pieces.push(String(Buffer.from(bytes)));
    return pieces;
  };
  assert.deepEqual(await all('a'), ['attempt 1', 'attempt 2']);
  assert.deepEqual(await all('a', 2), ['attempt 2']);
  assert.deepEqual(await all('b'), []);
});
