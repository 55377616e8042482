import assert from 'node:assert/strict';
import { test } from 'node:test';
import { retoldJournal } from '../../../runner/unchanged/retold-journal.ts';

const at = 1_790_000_000_000;
const started = `{"type":"run_started","at":${at},"params":{"a":"b"},"pipeline":{"tasks":[{"name":"ä"}]}}`;
const hit = `{"type":"task_ended","at":${at},"task":"ä","status":"success","outputs":{"n":1},"source":{"kind":"cache","run":"r-1"}}`;
const end = `{"type":"run_ended","at":${at},"status":"success","tasks":1}`;

function journal(...lines: readonly string[]): Buffer {
  return Buffer.from([started, ...lines].map(line => `${line}\n`).join(''));
}

test('the times of all events but the first are found, whatever letters stand between', () => {
  const found = retoldJournal(journal(hit, hit, end));
  assert.ok(found);
  for (const time of found.times) found.told.set(Buffer.from('1234567890123'), time);
  const [head, ...events] = found.told.toString().trimEnd().split('\n');
  assert.equal(head, ',"pipeline":{"tasks":[{"name":"ä"}]}}');
  assert.deepEqual(
    events,
    [hit, hit, end].map(line => line.replace(String(at), '1234567890123')),
  );
  assert.equal(found.cached, 2);
});

test('groups and what was skipped may be told again, but not as that many cached tasks', () => {
  const others = [
    `{"type":"group_opened","at":${at},"task":"g"}`,
    `{"type":"task_ended","at":${at},"task":"g","status":"success","outputs":{"x":[{"source":{"kind":"cache","run":"r"}}]}}`,
    `{"type":"task_ended","at":${at},"task":"s","status":"skipped","reason":{"kind":"condition","expression":"false"}}`,
  ];
  for (const other of others) {
    const found = retoldJournal(journal(hit, other, end));
    assert.equal(found?.times.length, 3);
    assert.equal(found?.cached, undefined);
  }
});

const notAgain: readonly (readonly [string, string])[] = [
  ['a task that was queued', `{"type":"task_queued","at":${at},"task":"a"}`],
  ['an attempt', `{"type":"attempt_started","at":${at},"task":"a","attempt":1}`],
  [
    'a failure that outputs make look well',
    `{"type":"task_ended","at":${at},"task":"a","status":"failed","outputs":{"status":"success"}}`,
  ],
  [
    'a success of another run',
    `{"type":"task_ended","at":${at},"task":"a","status":"success","source":{"kind":"run","run":"r"}}`,
  ],
  ['a cancel', `{"type":"cancel_requested","at":${at},"by":"user"}`],
  ['another runner', `{"type":"run_resumed","at":${at},"host":"h","pid":1}`],
  ['a message', `{"type":"run_ended","at":${at},"status":"success","message":"m","tasks":1}`],
  ['a run that did not succeed', `{"type":"run_ended","at":${at},"status":"failed","tasks":1}`],
  ['an event of a later version', `{"type":"something","at":${at}}`],
  ['a line that is no event', 'something'],
];
for (const [what, line] of notAgain) {
  test(`${what} is not told again`, () => assert.equal(retoldJournal(journal(hit, line)), undefined));
}

test('a journal that is torn is not told again', () => {
  const whole = journal(hit, end);
  for (let length = 0; length < whole.length; length++) {
    const torn = whole.subarray(0, length);
    if (torn.at(-1) !== 0x0a) assert.equal(retoldJournal(torn), undefined);
  }
});
