import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { codeCache } from '../../../../runner/cli/launch/code-cache.ts';

const posix = { skip: process.platform === 'win32' && 'Windows keeps the folder for the user' };

test('Code that one process writes is read by the next, under its own name', () => {
  inCaches(env => {
    assert.equal(codeCache('run', env)?.read(), undefined);
    codeCache('run', env)?.write(Buffer.from('compiled'));
    assert.equal(String(codeCache('run', env)?.read()), 'compiled');
    assert.equal(codeCache('check', env)?.read(), undefined);
  });
});

test('Code is written over what is there, and nothing unfinished is left', () => {
  inCaches((env, folder) => {
    for (const text of ['one', 'other']) codeCache('run', env)?.write(Buffer.from(text));
    assert.equal(String(codeCache('run', env)?.read()), 'other');
    assert.equal(readdirSync(folder).length, 1);
  });
});

test('Code that others could have written is not used', posix, () => {
  inCaches((env, folder) => {
    codeCache('run', env)?.write(Buffer.from('compiled'));
    const file = join(folder, String(readdirSync(folder)[0]));
    chmodSync(file, 0o620);
    assert.equal(codeCache('run', env)?.read(), undefined);
    chmodSync(file, 0o600);
    chmodSync(folder, 0o777);
    assert.equal(codeCache('run', env)?.read(), undefined);
    codeCache('check', env)?.write(Buffer.from('compiled'));
    assert.equal(readdirSync(folder).length, 1);
  });
});

test('A folder that cannot be made, and a user who wants no cache, change nothing else', () => {
  inCaches((env, folder) => {
    assert.equal(codeCache('run', { ...env, NODE_DISABLE_COMPILE_CACHE: '1' }), undefined);
    mkdirSync(join(folder, '..'), { recursive: true });
    writeFileSync(folder, 'a file');
    codeCache('run', env)?.write(Buffer.from('compiled'));
    assert.equal(codeCache('run', env)?.read(), undefined);
  });
});

test('Code of long ago goes when newer is written', () => {
  inCaches((env, folder) => {
    codeCache('old', env)?.write(Buffer.from('compiled'));
    const longAgo = Date.now() / 1000 - 31 * 24 * 60 * 60;
    utimesSync(join(folder, String(readdirSync(folder)[0])), longAgo, longAgo);
    codeCache('run', env)?.write(Buffer.from('compiled'));
    assert.equal(codeCache('old', env)?.read(), undefined);
    assert.equal(String(codeCache('run', env)?.read()), 'compiled');
  });
});

function inCaches(action: (env: NodeJS.ProcessEnv, folder: string) => void): void {
  const caches = mkdtempSync(join(tmpdir(), 'dagwright-caches-'));
  try {
    action({ XDG_CACHE_HOME: caches, LOCALAPPDATA: caches }, join(caches, 'dagwright', 'code'));
  } finally {
    rmSync(caches, { recursive: true, force: true });
  }
}
