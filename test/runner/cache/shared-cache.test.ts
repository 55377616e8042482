import assert from 'node:assert/strict';
import { once } from 'node:events';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { SharedCache } from '../../../runner/cache/shared-cache.ts';
import { makeTask } from '../make-pipeline.ts';
import { countOpens } from './count-opens.ts';
import { cachedTask, TrialCache } from './trial-cache.ts';

const model = { outputs: { model: { path: 'model.bin' } }, inputs: ['in.csv'] } as const;

test('a task without inputs and outputs is a hit once it has succeeded', async context => {
  const trial = new TrialCache(context);
  assert.equal(await trial.run({}), 'miss: no success of it is kept yet');
  assert.equal(await trial.run({}), 'hit {}');
});

test('a hit gives values again, as they were', async context => {
  const trial = new TrialCache(context);
  const outputs = { n: { type: 'integer' }, tags: { type: 'json' } } as const;
  await trial.run({ outputs }, () => ({ n: 3, tags: ['a', null] }));
  assert.equal(await trial.run({ outputs }), 'hit {"n":3,"tags":["a",null]}');
});

test('a file that is gone comes back with its content and its mode, in folders that are gone too', async context => {
  const trial = new TrialCache(context);
  const subject = { outputs: { tool: { path: 'build/bin/tool' } } };
  await trial.run(subject, () => {
    trial.write({ 'build/bin/tool': '#!/bin/sh' });
    chmodSync(trial.path('build/bin/tool'), 0o755);
    return {};
  });
  rmSync(trial.path('build'), { recursive: true });
  assert.equal(await trial.run(subject), 'hit {"tool":"build/bin/tool"}');
  assert.equal(readFileSync(trial.path('build/bin/tool'), 'utf8'), '#!/bin/sh');
  assert.equal(statSync(trial.path('build/bin/tool')).mode & 0o777, 0o755);
  assert.deepEqual(readdirSync(trial.path('build/bin')), ['tool']);
});

test('a file that was changed comes back, and one that is as it was is not touched', async context => {
  const trial = new TrialCache(context);
  const subject = { outputs: { a: { path: 'a' }, b: { path: 'b' } } };
  await trial.run(subject, () => {
    trial.write({ a: 'one', b: 'two' });
    return {};
  });
  utimesSync(trial.path('a'), 1000, 1000);
  trial.write({ b: 'spoilt' });
  await trial.run(subject);
  assert.equal(readFileSync(trial.path('b'), 'utf8'), 'two');
  assert.equal(statSync(trial.path('a')).mtimeMs, 1_000_000);
});

test('writing into a restored file in place does not spoil what the cache holds', async context => {
  const trial = new TrialCache(context);
  const subject = { outputs: { a: { path: 'a' } } };
  await trial.run(subject, () => {
    trial.write({ a: 'good' });
    return {};
  });
  for (let round = 0; round < 2; round++) {
    appendFileSync(trial.path('a'), ' and bad');
    assert.equal(await trial.run(subject), 'hit {"a":"a"}');
    assert.equal(readFileSync(trial.path('a'), 'utf8'), 'good');
  }
});

test('a miss names the file, the variable, the output or the expression that is different', async context => {
  const trial = new TrialCache(context);
  trial.write({ 'in.csv': '1', 'raw.csv': '1' });
  const before = {
    inputs: ['*.csv'],
    env: { MODE: 'fast' },
    hiddenEnv: { TOKEN: 'secret-1' },
    template: 'train ${{ params.rate }}',
    action: { kind: 'script', script: 'train 1', shell: 'sh' },
    expressions: () => ({ 'params.rate': 1 }),
    needs: { load: { values: { rows: 3, raw: trial.path('raw.csv') }, files: ['raw'] } },
  } as const;
  await trial.run(before);
  assert.equal(await trial.run(before), 'hit {}');
  const why = (change: object) => trial.run({ ...before, ...change }).then(text => text.replace('miss: ', ''));
  trial.write({ 'in.csv': '2' });
  assert.equal(await why({}), 'in.csv has changed');
  trial.write({ 'more.csv': '1' });
  assert.equal(await why({}), 'more.csv is new');
  rmSync(trial.path('more.csv'));
  trial.write({ 'raw.csv': '2' });
  // The success before the newest one is nearer.
  assert.equal(await why({ inputs: ['in.csv'] }), 'raw.csv is gone; load.raw has changed');
  const now = { ...before, inputs: ['in.csv'] };
  const whyNow = (change: object) => trial.run({ ...now, ...change }).then(text => text.replace('miss: ', ''));
  assert.equal(await whyNow({ env: { MODE: 'slow' } }), 'the variable MODE was fast, is slow');
  await whyNow({ task: 'other' });
  assert.equal(await whyNow({ hiddenEnv: { TOKEN: 'secret-2' } }), 'the variable TOKEN has changed');
  await trial.run(now);
  const rate2 = {
    action: { kind: 'script', script: 'train 2', shell: 'sh' },
    expressions: () => ({ 'params.rate': 2 }),
  };
  assert.equal(await whyNow({ ...rate2, hiddenEnv: { TOKEN: 'secret-2' } }), 'params.rate was 1, is 2');
});

test('another value of a secret changes nothing', async context => {
  const trial = new TrialCache(context);
  await trial.run({ secrets: { TOKEN: 'of today' } });
  assert.equal(await trial.run({ secrets: { TOKEN: 'of tomorrow' } }), 'hit {}');
});

test('hidden values are nowhere in the cache, and a success whose output holds a secret is not kept', async context => {
  const trial = new TrialCache(context);
  await trial.run({ hiddenEnv: { TOKEN: 'hunter2-hunter2' } });
  const outputs = { out: { type: 'string' } } as const;
  const note = await trial.run({ task: 'leak', outputs, secrets: { TOKEN: 'hunter2-hunter2' } }, () => ({
    out: 'token is hunter2-hunter2',
  }));
  assert.match(note, /The cache does not keep this success: an output of it holds the value of TOKEN\./);
  for (const name of readdirSync(trial.path('.dagwright/cache'), { recursive: true, withFileTypes: true })) {
    if (name.isFile()) assert.ok(!readFileSync(join(name.parentPath, name.name), 'latin1').includes('hunter2'));
  }
});

test('an input that is written while the task runs, even with the same content, keeps its success out', async context => {
  const trial = new TrialCache(context);
  trial.write({ 'in.csv': '1' });
  const changed = await trial.run({ inputs: ['in.csv'] }, () => void trial.write({ 'in.csv': '2' }));
  assert.equal(
    changed,
    'miss: no success of it is kept yet; The cache does not keep this success: in.csv has changed while the task ran.',
  );
  const back = await trial.run({ inputs: ['in.csv'] }, () => {
    trial.write({ 'in.csv': '3' });
    trial.write({ 'in.csv': '2' });
    utimesSync(trial.path('in.csv'), 5, 5);
    return undefined;
  });
  assert.match(back, /in\.csv was written while the task ran\.$/);
  const added = await trial.run({ inputs: ['*.csv'] }, () => void trial.write({ 'b.csv': '' }));
  assert.match(added, /b\.csv is new while the task ran\.$/);
});

test('what is unchanged is not opened again, large or small, by any run', async context => {
  const trial = new TrialCache(context);
  trial.write({ small: '1', large: 'x'.repeat(3_000_000), 'data/a': '1' });
  const needs = { load: { values: { raw: trial.path('large') }, files: ['raw'] } };
  const subject = { inputs: ['small', 'data/*'], outputs: { copy: { path: 'copy' } }, needs };
  const opens = countOpens(context, trial.root);
  await trial.run(subject, () => void trial.write({ copy: 'x'.repeat(3_000_000) }));
  assert.ok(opens().length > 0);
  opens().length = 0;
  for (let round = 0; round < 2; round++) assert.equal(await trial.run(subject), 'hit {"copy":"copy"}');
  assert.deepEqual(opens(), []);
});

test('an edit that keeps size and time of the file is seen', async context => {
  const trial = new TrialCache(context);
  trial.write({ 'in.csv': 'aaa' });
  utimesSync(trial.path('in.csv'), 1000, 1000);
  await trial.run({ inputs: ['in.csv'] });
  assert.equal(await trial.run({ inputs: ['in.csv'] }), 'hit {}');
  trial.write({ other: 'bbb' });
  utimesSync(trial.path('other'), 1000, 1000);
  renameSync(trial.path('other'), trial.path('in.csv'));
  assert.equal(await trial.run({ inputs: ['in.csv'] }), 'miss: in.csv has changed');
  writeFileSync(trial.path('in.csv'), 'ccc');
  utimesSync(trial.path('in.csv'), 1000, 1000);
  assert.equal(await trial.run({ inputs: ['in.csv'] }), 'miss: in.csv has changed');
});

test('a file that was read right after it was written is read again, for the clock of files goes in ticks', async context => {
  const trial = new TrialCache(context);
  trial.write({ 'in.csv': 'aaa' });
  trial.now = statSync(trial.path('in.csv')).ctimeMs + 1;
  await trial.run({ inputs: ['in.csv'] });
  const lines = existsSync(trial.path('.dagwright/cache/hashes'));
  assert.equal(lines, false);
  trial.now += 1000;
  await trial.run({ inputs: ['in.csv'] });
  assert.match(readFileSync(trial.path('.dagwright/cache/hashes'), 'utf8'), /in\.csv/);
});

test('a clock that was set back changes nothing but that files are read again', async context => {
  const trial = new TrialCache(context);
  trial.write({ 'in.csv': 'aaa' });
  trial.now = statSync(trial.path('in.csv')).ctimeMs - 3_600_000;
  await trial.run({ inputs: ['in.csv'] });
  assert.equal(await trial.run({ inputs: ['in.csv'] }), 'hit {}');
  trial.write({ 'in.csv': 'bbb' });
  assert.equal(await trial.run({ inputs: ['in.csv'] }), 'miss: in.csv has changed');
});

test('an input that is no file, and one that cannot be looked at, are told by name', async context => {
  const trial = new TrialCache(context);
  symlinkSync('loop', trial.path('loop'));
  assert.equal(await trial.run({ inputs: ['loop'] }), 'miss: no success of it is kept yet');
  assert.equal(await trial.run({ inputs: ['loop'] }), 'hit {}');
  const socket = createServer().listen(trial.path('socket'));
  await once(socket, 'listening');
  const told = await trial.run({ inputs: ['socket'] });
  assert.match(told, /^miss: socket is neither a file nor a folder; The cache does not keep this success/);
  await new Promise(resolve => socket.close(resolve));
});

test('an object that was spoilt, or is gone, is a miss, and never a wrong file', async context => {
  const trial = new TrialCache(context);
  trial.write({ 'in.csv': '1' });
  const work = () => {
    trial.write({ 'model.bin': 'weights' });
    return {};
  };
  await trial.run(model, work);
  for (const spoil of [(path: string) => writeFileSync(path, 'other'), (path: string) => rmSync(path)]) {
    rmSync(trial.path('model.bin'));
    for (const path of objectsOf(trial)) {
      chmodSync(path, 0o600);
      spoil(path);
    }
    const text = await trial.run(model, work);
    assert.equal(text, 'miss: its files cannot be brought back: what model.bin held is no longer in the cache');
    rmSync(trial.path('model.bin'));
    assert.equal(await trial.run(model), 'hit {"model":"model.bin"}');
  }
});

test('a list of successes that was torn, or spoilt in the middle, loses only what was torn', async context => {
  const trial = new TrialCache(context);
  await trial.run({ task: 'a' });
  await trial.run({ task: 'b' });
  const entries = trial.path('.dagwright/cache/entries');
  const whole = readFileSync(entries);
  const end = whole.indexOf('\n') + 1;
  for (let cut = end; cut < whole.length; cut += 7) {
    writeFileSync(entries, whole.subarray(0, cut));
    assert.equal(await trial.run({ task: 'a' }), 'hit {}');
    assert.match(await trial.run({ task: 'b' }), /^miss/);
    assert.equal(await trial.run({ task: 'b' }), 'hit {}');
    assert.equal(await trial.run({ task: 'a' }), 'hit {}');
  }
});

test('a torn or strange list of hashes costs only a second reading', async context => {
  const trial = new TrialCache(context);
  trial.write({ 'in.csv': '1', 'b.csv': '2' });
  await trial.run({ inputs: ['*.csv'] });
  const hashes = trial.path('.dagwright/cache/hashes');
  const whole = readFileSync(hashes);
  for (let cut = 0; cut < whole.length; cut += 11) {
    writeFileSync(hashes, whole.subarray(0, cut));
    assert.equal(await trial.run({ inputs: ['*.csv'] }), 'hit {}');
  }
  writeFileSync(hashes, '[1,2],\nnull,\n["x","y",1,2,3,4],\n\0\0\0');
  assert.equal(await trial.run({ inputs: ['*.csv'] }), 'hit {}');
});

test('two runs that do the same at the same time both keep it, and a third uses it', async context => {
  const trial = new TrialCache(context);
  trial.write({ 'in.csv': '1' });
  const [one, two] = [trial.open(model), trial.open(model)];
  assert.equal((await one.lookUp(cachedTask())).kind, 'miss');
  assert.equal((await two.lookUp(cachedTask())).kind, 'miss');
  trial.write({ 'model.bin': 'weights' });
  assert.deepEqual(await Promise.all([one.publish(cachedTask(), {}, 'r1'), two.publish(cachedTask(), {}, 'r2')]), [
    undefined,
    undefined,
  ]);
  rmSync(trial.path('model.bin'));
  assert.equal(await trial.run(model), 'hit {"model":"model.bin"}');
  assert.equal(objectsOf(trial).length, 1);
});

test('a run that has begun sees what another run has kept since', async context => {
  const trial = new TrialCache(context);
  const begun = trial.open();
  assert.equal((await begun.lookUp(cachedTask('x'))).kind, 'miss');
  await trial.run({ task: 'y' });
  assert.equal((await begun.lookUp(cachedTask('y'))).kind, 'hit');
});

test('a folder as an output comes back whole, with links and empty folders, and loses nothing that is in it', async context => {
  const trial = new TrialCache(context);
  const subject = { outputs: { out: { path: 'out' } } };
  await trial.run(subject, () => {
    trial.write({ 'out/a': '1', 'out/deep/b': '2', 'out/.hidden': '3' });
    mkdirSync(trial.path('out/empty'));
    symlinkSync('a', trial.path('out/link'));
    symlinkSync('.', trial.path('out/deep/circle'));
    return {};
  });
  rmSync(trial.path('out'), { recursive: true });
  trial.write({ 'out/mine': 'stays' });
  assert.equal(await trial.run(subject), 'hit {"out":"out"}');
  assert.deepEqual(readdirSync(trial.path('out')).sort(), ['.hidden', 'a', 'deep', 'empty', 'link', 'mine']);
  assert.equal(readFileSync(trial.path('out/link'), 'utf8'), '1');
  assert.equal(readFileSync(trial.path('out/mine'), 'utf8'), 'stays');
});

test('where a file cannot be brought back, nothing is, and what is there stays', async context => {
  const trial = new TrialCache(context);
  const subject = { outputs: { a: { path: 'a' }, b: { path: 'b' } } };
  await trial.run(subject, () => {
    trial.write({ a: 'one', b: 'two' });
    return {};
  });
  trial.write({ a: 'edited' });
  rmSync(trial.path('b'));
  mkdirSync(trial.path('b'));
  trial.write({ 'b/mine': 'x' });
  assert.match(await trial.run(subject), /its files cannot be brought back: b is a folder now/);
  assert.equal(readFileSync(trial.path('a'), 'utf8'), 'edited');
  assert.deepEqual(readdirSync(trial.root).sort(), ['.dagwright', 'a', 'b']);
});

test('a cache that cannot be written says so, and the task has run', async context => {
  const trial = new TrialCache(context);
  mkdirSync(trial.path('.dagwright'));
  writeFileSync(trial.path('.dagwright/cache'), 'a file in its place');
  const text = await trial.run({ hiddenEnv: {} });
  assert.match(text, /^miss: nothing is kept of it, for \.dagwright\/cache\/entries cannot be read: /);
  assert.match(text, /The cache does not keep this success: \.dagwright\/cache cannot be written: file already exists/);
});

test('an input that means no file is told when the task has run', async context => {
  const trial = new TrialCache(context);
  assert.match(await trial.run({ inputs: ['data/*.cvs', 'x'] }), /No file fits `data\/\*\.cvs`, `x`\.$/);
});

test('an output that is not there any more, or larger than the cache, is told and not kept', async context => {
  const trial = new TrialCache(context);
  assert.match(await trial.run({ outputs: { m: { path: 'm' } } }, () => ({})), /m is not there any more\.$/);
  trial.maxBytes = 10_000;
  const big = { outputs: { m: { path: 'm' } } };
  assert.match(
    await trial.run(big, () => void trial.write({ m: 'x'.repeat(20_000) })),
    /m is larger than the cache may be\.$/,
  );
});

for (const span of [1000, 24 * 3_600_000]) {
  test(`what was not used for the longest time is removed when the cache is full, at every ${span / 1000} s`, async context => {
    const trial = new TrialCache(context);
    const subject = (task: string) => ({ task, outputs: { m: { path: `${task}.bin` } } });
    const run = (task: string) =>
      trial.run(subject(task), () => void trial.write({ [`${task}.bin`]: task.repeat(20_000) }));
    trial.maxBytes = 50_000;
    for (const task of ['a', 'b']) {
      await run(task);
      trial.now += span;
    }
    assert.match(await run('a'), /^hit/);
    trial.now += span;
    await run('c');
    for (const task of ['a', 'b', 'c']) rmSync(trial.path(`${task}.bin`));
    assert.match(await run('a'), /^hit/);
    assert.match(await run('c'), /^hit/);
    assert.match(await run('b'), /^miss/);
  });
}

test('the output of a task that its own glob finds does not count as its input', async context => {
  const trial = new TrialCache(context);
  trial.write({ 'data/in': '1' });
  const subject = { inputs: ['data/**'], outputs: { out: { path: 'data/out' } } };
  await trial.run(subject, () => void trial.write({ 'data/out': '2' }));
  assert.equal(await trial.run(subject), 'hit {"out":"data/out"}');
});

test('a look-up that is stopped while a large file is read is a miss', async context => {
  const trial = new TrialCache(context);
  trial.write({ big: 'x'.repeat(3_000_000) });
  const cache = trial.open({ inputs: ['big'] });
  const found = cache.lookUp(cachedTask());
  cache.cancel();
  assert.deepEqual(await found, { kind: 'miss', why: ['the run was stopped meanwhile'] });
});

test('what hashFiles will ask for is read before, and stopped when the run is', async context => {
  const trial = new TrialCache(context);
  trial.write({ big: 'x'.repeat(3_000_000) });
  const task = { ...makeTask('a', "echo ${{ hashFiles('big') }}"), cache: false };
  const open = (asked: string[]) => {
    const cache: SharedCache = new SharedCache({
      ...{ root: trial.root, now: () => trial.now, maxBytes: 1e9 },
      subjectOf: () => {
        asked.push(cache.hashFiles(['big'], trial.root));
        return trial.subject('a');
      },
    });
    return cache;
  };
  const before: string[] = [];
  const cache = open(before);
  assert.deepEqual(await cache.lookUp(task), { kind: 'miss', why: [] });
  assert.deepEqual(before, ['']);
  const opens = countOpens(context, trial.root);
  assert.match(cache.hashFiles(['big'], trial.root), /^[0-9a-f]{64}$/);
  assert.deepEqual(opens(), []);
  const after: string[] = [];
  const other = open(after);
  const found = other.lookUp({ ...task, cache: true });
  other.cancel();
  assert.deepEqual(await found, { kind: 'miss', why: [] });
  assert.deepEqual(after, ['']);
});

test('hashFiles names the file that cannot be read', async context => {
  const trial = new TrialCache(context);
  const socket = createServer().listen(trial.path('socket'));
  await once(socket, 'listening');
  assert.throws(() => trial.open().hashFiles(['socket'], trial.root), /the files cannot be read: .*socket/);
  await new Promise(resolve => socket.close(resolve));
});

function objectsOf(trial: TrialCache): string[] {
  return readdirSync(trial.path('.dagwright/cache/objects'), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name));
}
