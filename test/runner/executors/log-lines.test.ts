import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LogLines } from '../../../runner/executors/kubernetes/log-lines.ts';

const time = (second: number) => `2026-01-01T00:00:0${second}.000000000Z`;

test('a log that is cut anywhere and read again from its last time comes whole, every line once', () => {
  const lines = [
    [1, 'a'],
    [1, 'b'],
    [1, ''],
    [2, 'c d'],
    [2, 'e'],
    [3, 'ü'],
  ] as const;
  const whole = Buffer.from(lines.map(([second, text]) => `${time(second)} ${text}\n`).join(''));
  for (let cut = 0; cut <= whole.length; cut++) {
    let out = '';
    const log = new LogLines(line => {
      out += line;
    });
    log.push(whole.subarray(0, cut));
    const from = lines.filter(([second]) => time(second) >= log.since);
    log.startOver();
    for (const byte of Buffer.from(from.map(([second, text]) => `${time(second)} ${text}\n`).join('')))
      log.push(Buffer.from([byte]));
    log.end(true);
    assert.equal(out, lines.map(([, text]) => `${text}\n`).join(''), `cut at ${cut}`);
  }
});

test('the last line needs no end, unless the reading was cut', () => {
  for (const isWhole of [true, false]) {
    let out = '';
    const log = new LogLines(line => {
      out += line;
    });
    log.push(Buffer.from(`${time(1)} a\n${time(1)} b`));
    log.end(isWhole);
    assert.equal(out, isWhole ? 'a\nb' : 'a\n');
  }
});
