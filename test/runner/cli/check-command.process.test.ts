import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Program } from './program.ts';

let program: Program;
before(async () => {
  program = await Program.make();
});
after(() => program[Symbol.dispose]());

const good = 'tasks:\n  a: { run: "true" }\n  b: { needs: [a], run: "true" }\n';
const bad = 'tasks:\n  load: { run: "true" }\n  b: { needs: [lod], run: "true" }\n';

test('check shows each problem with its line, and exits with 1', async () => {
  const folder = program.folder({ 'a.pipeline.yaml': bad });
  const { code, out, err } = await program.run(folder, 'check', 'a.pipeline.yaml');
  assert.equal(err, '');
  assert.match(out, /^a\.pipeline\.yaml:3:16: error: .*lod.* \[unknown-dependency\]\n/);
  assert.match(out, / {2}3 │ {3}b: \{ needs: \[lod\], run: "true" \}\n {4}│ {16}\^\^\^\n/);
  assert.match(out, /help: .*load/);
  assert.match(out, /1 error in 1 file\.\n$/);
  assert.equal(code, 1);
});

test('check without problems says so and exits with 0', async () => {
  const folder = program.folder({ 'a.pipeline.yaml': good });
  assert.deepEqual(await program.run(folder, 'check'), { code: 0, out: 'No problems in 1 file.\n', err: '' });
});

test('check without arguments takes every pipeline below the folder, but none of other packages and past runs', async () => {
  const folder = program.folder({ 'pipeline.yaml': good, 'a.pipeline.yml': good, 'other.yaml': bad });
  for (const name of ['deep', 'node_modules', '.git', '.dagwright']) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'x.pipeline.yaml'), name === 'deep' ? good : bad);
  }
  assert.deepEqual(await program.run(folder, 'check'), { code: 0, out: 'No problems in 3 files.\n', err: '' });
  assert.equal((await program.run(folder, 'check', 'deep')).out, 'No problems in 1 file.\n');
});

test('check as JSON is an array of problems with places as in LSP', async () => {
  const folder = program.folder({ 'a.pipeline.yaml': bad });
  const { code, out } = await program.run(folder, 'check', '--format', 'json');
  assert.equal(code, 1);
  const [problem, ...others] = JSON.parse(out);
  assert.deepEqual(others, []);
  assert.equal(problem.file, 'a.pipeline.yaml');
  assert.equal(problem.code, 'unknown-dependency');
  assert.deepEqual(problem.range, { start: { line: 2, character: 15 }, end: { line: 2, character: 18 } });
  assert.equal(problem.fix.edits[0].newText, 'load');
  const clean = program.folder({ 'a.pipeline.yaml': good });
  assert.equal((await program.run(clean, 'check', '--format', 'json')).out, '[]\n');
});

test('what cannot be read is named in one sentence, with exit code 2', async () => {
  const folder = program.folder({
    'latin.pipeline.yaml': Buffer.from('a: 1\ntasks: # \xe9\n', 'latin1'),
    'wide.pipeline.yaml': Buffer.from('\ufefftasks:\n', 'utf16le'),
    'huge.pipeline.yaml': Buffer.alloc(10_000_000, '#'),
  });
  mkdirSync(join(folder, 'folder'));
  const said = async (...args: string[]) => {
    const { code, out, err } = await program.run(folder, ...args);
    assert.equal(code, 2);
    assert.equal(out, '');
    return err;
  };
  assert.equal(await said('check', 'no.yaml'), 'error: no.yaml cannot be read: no such file or directory.\n');
  assert.equal(
    await said('check', 'latin.pipeline.yaml'),
    'error: latin.pipeline.yaml is not UTF-8 text: line 2 is not. Save it as UTF-8.\n',
  );
  assert.match(await said('check', 'wide.pipeline.yaml'), /it is UTF-16\. Save it as UTF-8/);
  assert.match(await said('check', 'huge.pipeline.yaml'), /too large for a pipeline: at most 8 MiB/);
  assert.match(await said('check', 'folder'), /There is no pipeline in or below folder\./);
  assert.match(await said('run', 'folder'), /folder is a folder, not a pipeline file\./);
  assert.match(await said('run', 'no.yaml'), /no\.yaml cannot be read: no such file/);
  assert.match(await said('graph', 'no.yaml'), /no\.yaml cannot be read: no such file/);
});

test('a file that cannot be read keeps no other from being checked', async () => {
  const folder = program.folder({ 'a.pipeline.yaml': bad });
  const { code, out, err } = await program.run(folder, 'check', 'no.yaml', 'a.pipeline.yaml');
  assert.equal(code, 2);
  assert.match(out, /1 error in 1 file\.\n$/);
  assert.match(err, /^error: no\.yaml cannot be read/);
});

test('any bytes as a pipeline file come out as problems, never as a stack', async () => {
  const odd = [
    '',
    '\0',
    '[',
    '{}',
    'null',
    '- a',
    'tasks: 1',
    '"',
    'tasks: &a [*a]',
    '%YAML 9',
    'a: b: c',
    '\ufeff',
    '---\n---\n',
  ];
  const files = Object.fromEntries(odd.map((text, at) => [`${at}.pipeline.yaml`, text]));
  const { code, out, err } = await program.run(program.folder(files), 'check');
  assert.equal(err, '');
  assert.equal(code, 1);
  assert.doesNotMatch(out, /\n {4}at /);
});

test('a reader that goes away ends check without a stack', async () => {
  const folder = program.folder({ 'a.pipeline.yaml': `tasks:\n${'  "": 1\n'.repeat(5000)}` });
  const running = program.start(folder, 'check');
  running.child.stdout?.destroy();
  assert.equal((await running.ended).err, '');
});

test('an unknown command or option is refused with what may be meant', async () => {
  const folder = program.folder();
  const command = await program.run(folder, 'chekc');
  assert.equal(command.code, 2);
  assert.match(command.err, /unknown command 'chekc'\n\(Did you mean check\?\)/);
  const option = await program.run(folder, 'run', 'x.yaml', '--max-paralel', '2');
  assert.equal(option.code, 2);
  assert.match(option.err, /unknown option '--max-paralel'\n\(Did you mean --max-parallel\?\)/);
});

test('every command has help with examples', async () => {
  const folder = program.folder();
  for (const command of ['check', 'run', 'graph', 'runs', 'show', 'logs', 'cancel', 'lsp']) {
    const { code, out } = await program.run(folder, command, '--help');
    assert.equal(code, 0);
    assert.match(out, new RegExp(`Usage: dagwright ${command}[\\s\\S]*Examples:\n {2}dagwright ${command}`));
  }
  assert.match((await program.run(folder, '--version')).out, /^\d+\.\d+\.\d+\n$/);
});

test('the graph is printed as Mermaid, for Graphviz and as JSON, also of a text with errors', async () => {
  const folder = program.folder({ 'a.pipeline.yaml': good, 'b.pipeline.yaml': bad });
  assert.match((await program.run(folder, 'graph', 'a.pipeline.yaml')).out, /^flowchart .*\n[\s\S]*-->/);
  assert.match((await program.run(folder, 'graph', 'a.pipeline.yaml', '--format', 'dot')).out, /^digraph \{[\s\S]*->/);
  const json = JSON.parse((await program.run(folder, 'graph', 'a.pipeline.yaml', '--format', 'json')).out);
  assert.deepEqual(json.edges, [{ from: 'a', to: 'b', kind: 'needs' }]);
  const broken = await program.run(folder, 'graph', 'b.pipeline.yaml');
  assert.equal(broken.code, 1);
  assert.match(broken.out, /lod/);
  assert.match(broken.err, /has errors/);
});
