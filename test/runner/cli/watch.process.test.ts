import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { until } from '../real-attempts.ts';
import { Program, type Running } from './program.ts';

const program = await Program.make();
const started: Running[] = [];
after(() => {
  for (const { child } of started) child.kill('SIGKILL');
  program[Symbol.dispose]();
});

const file = 'a.pipeline.yaml';
const text = `
tasks:
  load: { run: "echo load >> done; cat in.txt > raw.csv", inputs: [in.txt], outputs: { raw: { path: raw.csv } } }
  train: { needs: [load], run: "echo train >> done; sh train.sh", inputs: [raw.csv] }
  other: { run: echo other >> done }
`;
const waiting = /Watching .* Ctrl-C ends it\.\n/;

test('an edit runs what reads the file and all below, however the editor saves, and a run does not wake itself', async () => {
  const { folder, watching, did } = await watched({ [file]: text, 'in.txt': '1', 'train.sh': ':' });
  assert.deepEqual(did().sort(), ['load', 'other', 'train']);
  writeFileSync(join(folder, 'in.txt'), '2');
  await watching.says(times(2));
  assert.deepEqual(did(), ['load', 'train']);
  writeFileSync(join(folder, 'train.sh.tmp'), 'true');
  renameSync(join(folder, 'train.sh.tmp'), join(folder, 'train.sh'));
  await watching.says(times(3));
  assert.deepEqual(did(), ['train']);
  writeFileSync(join(folder, 'raw.csv'), 'by hand');
  await watching.says(times(4));
  assert.deepEqual(did(), ['train']);
  const { code, out } = await stopped(watching);
  assert.equal(code, 0);
  assert.match(out, /\d\d:\d\d:\d\d in\.txt changed: load, train\n/);
  assert.match(out, /train\.sh changed: train\n/);
  assert.equal(readdirSync(join(folder, '.dagwright', 'runs')).length, 4);
});

test('an edit of the pipeline runs what it changes; while it has errors, they are shown', async () => {
  const { folder, watching, did } = await watched({ [file]: text, 'in.txt': '1', 'train.sh': ':' });
  did();
  writeFileSync(join(folder, file), 'tasks: {');
  await watching.says(/is not a valid pipeline[\s\S]*Watching/);
  writeFileSync(join(folder, file), text.replace('echo other', 'echo another'));
  await watching.says(times(3));
  assert.deepEqual(did(), ['another']);
  writeFileSync(join(folder, file), `${text.replace('echo other', 'echo another')}# a note\n`);
  await watching.says(/changed: nothing to run\./);
  await stopped(watching);
});

test('an edit of what a run has begun cancels it, and it begins again; what has not come that far is waited for', async () => {
  const slow = `
tasks:
  first: { run: "echo first >> done; echo up; while ! test -e go; do sleep 0.02; done", inputs: [a.txt], grace_period: 1s }
  second: { needs: [first], run: "cat b.txt >> done", inputs: [b.txt] }
`;
  const folder = program.folder({ [file]: slow, 'a.txt': '1', 'b.txt': 'old\n' });
  const watching = start(folder);
  await watching.says(/first: started/);
  writeFileSync(join(folder, 'b.txt'), 'new\n');
  writeFileSync(join(folder, 'a.txt'), '2');
  await watching.says(/a\.txt changed: the run is cancelled[\s\S]*first: cancelled[\s\S]*first: started/);
  writeFileSync(join(folder, 'go'), '');
  await watching.says(waiting);
  assert.deepEqual(read(folder), ['first', 'first', 'new']);
  await stopped(watching);
});

test('a burst of changes, as by git checkout, is one; deleted and new files count, links are followed', async () => {
  const globs = `tasks:\n  a: { run: "ls data | wc -l >> done", inputs: ["data/*.csv", link.txt] }\n`;
  const folder = program.folder({ [file]: globs, 'real.txt': '1' });
  mkdirSync(join(folder, 'data'));
  writeFileSync(join(folder, 'data', '0.csv'), '');
  symlinkSync('real.txt', join(folder, 'link.txt'));
  const watching = start(folder);
  await watching.says(waiting);
  const counts = () => read(folder).map(Number);
  for (let index = 1; index <= 200; index++) writeFileSync(join(folder, 'data', `${index}.csv`), '');
  await until(() => counts().at(-1) === 201);
  // A machine that stands still in the midst of it makes two bursts of one, never two hundred.
  assert.ok(counts().length <= 4, counts().join());
  rmSync(join(folder, 'data', '0.csv'));
  await until(() => counts().at(-1) === 200);
  const before = counts().length;
  writeFileSync(join(folder, 'real.txt'), '2');
  await until(() => counts().length > before);
  await stopped(watching);
});

test('files and folders that were gone wake it when they are there again', async () => {
  const globs = `tasks:\n  a: { run: "cat in.txt later/b.txt data/*.csv 2>/dev/null | paste -sd, - >> done", inputs: [in.txt, later/b.txt, "data/*.csv"] }\n`;
  const folder = program.folder({ [file]: globs, 'in.txt': 'in\n' });
  mkdirSync(join(folder, 'data'));
  writeFileSync(join(folder, 'data', 'c.csv'), 'c\n');
  const watching = start(folder);
  await watching.says(waiting);
  const later = (content: string) => {
    mkdirSync(join(folder, 'later'));
    writeFileSync(join(folder, 'later', 'b.txt'), content);
  };
  const steps: readonly (readonly [did: string, () => void])[] = [
    ['c', () => rmSync(join(folder, 'in.txt'))],
    ['again,c', () => writeFileSync(join(folder, 'in.txt'), 'again\n')],
    ['again', () => renameSync(join(folder, 'data'), join(folder, 'away'))],
    ['again,c', () => renameSync(join(folder, 'away'), join(folder, 'data'))],
    ['again,d', () => writeFileSync(join(folder, 'data', 'c.csv'), 'd\n')],
    ['again,b,d', () => later('b\n')],
    ['again,d', () => rmSync(join(folder, 'later'), { recursive: true })],
    ['again,e,d', () => later('e\n')],
  ];
  for (const [index, [, step]] of steps.entries()) {
    step();
    await watching.says(times(index + 2));
  }
  assert.deepEqual(read(folder), ['in,c', ...steps.map(([did]) => did)]);
  await stopped(watching);
});

test('a task that writes what it reads does not go round for ever', async () => {
  const loop = `tasks:\n  a: { run: "date +%N >> data.txt; echo a >> done", inputs: [data.txt] }\n`;
  const folder = program.folder({ [file]: loop, 'data.txt': '', 'other.txt': '' });
  const watching = start(folder);
  await watching.says(waiting);
  writeFileSync(join(folder, 'data.txt'), 'by hand');
  await watching.says(times(2));
  await stopped(watching);
  assert.ok(read(folder).length <= 5, read(folder).join());
});

test('a script that is edited in each of many runs is never taken for one that they write', async () => {
  const slow = `tasks:\n  a: { run: "sh a.sh" }\n`;
  const folder = program.folder({ [file]: slow, 'a.sh': 'echo 0 >> done; while :; do sleep 0.02; done' });
  const watching = start(folder);
  for (let edit = 1; edit <= 6; edit++) {
    await watching.says(new RegExp(`(a: started[\\s\\S]*){${edit}}`));
    writeFileSync(join(folder, 'a.sh'), `echo ${edit} >> done; ${edit === 6 ? '' : 'while :; do sleep 0.02; done'}`);
  }
  await watching.says(waiting);
  assert.equal(read(folder).at(-1), '6');
  await stopped(watching);
});

test('a file that changed in some runs, but not one after the other, is not taken for one that they write', async () => {
  const gated = `
tasks:
  a: { run: "cat a.txt >> done", inputs: [a.txt] }
  b: { needs: [a], run: "echo up; while ! test -e go; do sleep 0.02; done; rm go", inputs: [b.txt] }
`;
  const folder = program.folder({ [file]: gated, 'a.txt': '0\n', 'b.txt': '0' });
  const watching = start(folder);
  const goOn = () => writeFileSync(join(folder, 'go'), '');
  let runs = 0;
  for (let edit = 1; edit <= 4; edit++) {
    await watching.says(new RegExp(`(b: started[\\s\\S]*){${++runs}}`));
    writeFileSync(join(folder, 'a.txt'), `${edit}\n`);
    await watching.says(new RegExp(`(b: started[\\s\\S]*){${++runs}}`));
    goOn();
    await watching.says(times(edit * 2 - 1));
    writeFileSync(join(folder, 'b.txt'), String(edit));
    await watching.says(new RegExp(`(b: started[\\s\\S]*){${++runs}}`));
    goOn();
    await watching.says(times(edit * 2));
    writeFileSync(join(folder, 'b.txt'), `${edit} again`);
  }
  assert.equal(read(folder).at(-1), '4');
  await watching.says(new RegExp(`(b: started[\\s\\S]*){${++runs}}`));
  goOn();
  await stopped(watching);
});

test('a file that was touched, or saved as it was, runs nothing', async () => {
  const { folder, watching, did } = await watched({ [file]: text, 'in.txt': '1', 'train.sh': ':' });
  did();
  writeFileSync(join(folder, 'in.txt'), '1');
  await watching.says(/in\.txt holds the same: nothing to run\.\n/);
  writeFileSync(join(folder, 'train.sh'), 'true');
  await watching.says(/train\.sh changed: train\n[\s\S]*Watching/);
  writeFileSync(join(folder, 'train.sh'), ':');
  await watching.says(/(train\.sh changed: train\n[\s\S]*Watching[\s\S]*){2}/);
  assert.deepEqual(did(), ['train', 'train']);
  await stopped(watching);
});

test('what is edited while the pipeline has errors runs when they are mended', async () => {
  const { folder, watching, did } = await watched({ [file]: text, 'in.txt': '1', 'train.sh': ':' });
  did();
  writeFileSync(join(folder, file), 'tasks: {');
  await watching.says(/is not a valid pipeline[\s\S]*Watching/);
  writeFileSync(join(folder, 'in.txt'), '2');
  await watching.says(/(is not a valid pipeline[\s\S]*Watching[\s\S]*){2}/);
  writeFileSync(join(folder, file), text);
  await watching.says(times(4));
  assert.deepEqual(did(), ['load', 'train']);
  await stopped(watching);
});

test('a used pipeline with errors is listened at too, from the first and when it comes to be used', async () => {
  const uses = (name: string) => `tasks:\n  u: { uses: ${name}.pipeline.yaml }\n`;
  const good = (word: string) => `tasks:\n  a: { run: "echo ${word} >> done" }\n`;
  const folder = program.folder({ [file]: uses('one'), 'one.pipeline.yaml': 'tasks: {', 'two.pipeline.yaml': '{' });
  const watching = start(folder);
  await watching.says(waiting);
  writeFileSync(join(folder, 'one.pipeline.yaml'), good('one'));
  await watching.says(times(2));
  assert.deepEqual(read(folder), ['one']);
  writeFileSync(join(folder, file), uses('two'));
  await watching.says(times(3));
  writeFileSync(join(folder, 'two.pipeline.yaml'), good('two'));
  await watching.says(times(4));
  assert.deepEqual(read(folder), ['one', 'two']);
  await stopped(watching);
});

test('a session keeps its newest runs only', async () => {
  const { folder, watching } = await watched({ [file]: text, 'in.txt': '1', 'train.sh': ':' });
  for (let edit = 2; edit <= 13; edit++) {
    writeFileSync(join(folder, 'in.txt'), String(edit));
    await watching.says(times(edit));
  }
  await stopped(watching);
  assert.equal(readdirSync(join(folder, '.dagwright', 'runs')).length, 10);
});

test('a file that is not there is not watched', async () => {
  const { code, err } = await program.run(program.folder(), 'watch', 'nothing.pipeline.yaml');
  assert.equal(code, 2);
  assert.match(err, /nothing\.pipeline\.yaml is not there/);
});

/** Output in which it has come to rest this many times. */
function times(count: number): RegExp {
  return new RegExp(`(Watching [\\s\\S]*){${count}}`);
}

async function watched(files: Readonly<Record<string, string>>) {
  const folder = program.folder(files);
  const watching = start(folder);
  await watching.says(waiting);
  const did = () => {
    const lines = read(folder);
    rmSync(join(folder, 'done'));
    return lines;
  };
  return { folder, watching, did };
}

function start(folder: string): Running {
  const watching = program.start(folder, 'watch', file, '--format', 'plain');
  started.push(watching);
  return watching;
}

function read(folder: string): string[] {
  return readFileSync(join(folder, 'done'), 'utf8').split('\n').filter(Boolean);
}

function stopped(watching: Running) {
  watching.child.kill('SIGINT');
  return watching.ended;
}
