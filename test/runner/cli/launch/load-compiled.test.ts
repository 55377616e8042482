import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadCompiled } from '../../../../runner/cli/launch/load-compiled.ts';

/** One process compiles the same text once: each program has one of its own. */
let programs = 0;
const text = `require('node:process').emit('said', (() => __filename + ' – 1')());`;

test('A program runs as the file that it is told, the second time with what was compiled', () => {
  withProgram(file => {
    const first = loadCompiled(file);
    assert.deepEqual(said(first), [`${file} – 1`]);
    const again = loadCompiled(file, first.code?.());
    assert.equal(again.code, undefined);
    assert.deepEqual(said(again), [`${file} – 1`]);
  });
});

test('Compiled code that Node does not take is made anew', () => {
  for (const odd of ['', 'nothing of Node']) {
    withProgram(file => {
      const loaded = loadCompiled(file, Buffer.from(odd));
      assert.deepEqual(said(loaded), [`${file} – 1`]);
      assert.ok(loaded.code);
    });
  }
});

function said({ run }: ReturnType<typeof loadCompiled>): string[] {
  const heard: string[] = [];
  const hear = (word: string) => heard.push(word);
  process.on('said', hear);
  run();
  process.off('said', hear);
  return heard;
}

function withProgram(action: (file: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'dagwright-program-'));
  try {
    writeFileSync(join(folder, 'program.cjs'), `${text} // ${programs++}`);
    action(join(folder, 'program.cjs'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
