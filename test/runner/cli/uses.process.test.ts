import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Program } from './program.ts';

let program: Program;
before(async () => {
  program = await Program.make();
});
after(() => program[Symbol.dispose]());

const faulty = 'tasks:\n  load: { run: "true", needs: lod }\n';

test('check tells of the files that a pipeline uses, each once and by its own name', async () => {
  const folder = program.folder({
    'a.pipeline.yaml':
      'tasks: { one: { uses: "sub dir/b.yaml" }, two: { uses: "sub dir/link.yaml" }, three: { uses: page.md } }\n',
    'page.md': '# No pipeline\n\n- a: b\n',
  });
  mkdirSync(join(folder, 'sub dir'));
  writeFileSync(join(folder, 'sub dir/b.yaml'), faulty);
  symlinkSync('b.yaml', join(folder, 'sub dir/link.yaml'));
  const { code, out } = await program.run(folder, 'check', 'a.pipeline.yaml');
  assert.deepEqual(out.match(/^\S.*\[[\w-]+\]$/gm), [
    'a.pipeline.yaml:1:23: error: sub dir/b.yaml has an error in line 2: There is no task "lod". [unusable-pipeline]',
    'a.pipeline.yaml:1:56: error: sub dir/link.yaml has an error in line 2: There is no task "lod". [unusable-pipeline]',
    'a.pipeline.yaml:1:94: error: page.md is no pipeline: it has no "tasks". [unusable-pipeline]',
    'sub dir/b.yaml:2:31: error: There is no task "lod". [unknown-dependency]',
  ]);
  assert.match(out, /4 errors in 2 files\.\n$/);
  assert.equal(code, 1);
});

test('a file that is named is not checked again because another uses it', async () => {
  const folder = program.folder({
    'a.pipeline.yaml': 'tasks: { one: { uses: b.pipeline.yaml } }\n',
    'b.pipeline.yaml': 'tasks: { load: { run: "true" } }\n',
  });
  assert.equal((await program.run(folder, 'check')).out, 'No problems in 2 files.\n');
  assert.equal((await program.run(folder, 'check', 'a.pipeline.yaml')).out, 'No problems in 2 files.\n');
});

test('check names what cannot be used, and what was meant', async () => {
  const folder = program.folder({
    'a.pipeline.yaml': `tasks:
  folder: { uses: ${'d.yaml'} }
  missing: { uses: ./ingset.yaml }
  pipe: { uses: pipe.yaml }
  itself: { uses: self.yaml }
  wide: { uses: wide.yaml }
`,
    'ingest.yaml': 'tasks: { load: { run: "true" } }\n',
    'wide.yaml': Buffer.from('\ufefftasks:\n', 'utf16le'),
  });
  mkdirSync(join(folder, 'd.yaml'));
  execFileSync('mkfifo', [join(folder, 'pipe.yaml')]);
  symlinkSync('a.pipeline.yaml', join(folder, 'self.yaml'));
  const { code, out } = await program.run(folder, 'check');
  assert.equal(code, 1);
  assert.deepEqual(
    [...out.matchAll(/error: (.*) \[/g)].map(match => match[1]),
    [
      'd.yaml is a folder, not a pipeline file.',
      'ingset.yaml cannot be read: no such file or directory. Did you mean "./ingest.yaml"?',
      'pipe.yaml is no file.',
      'These pipelines use one another, so they would never end: a.pipeline.yaml → self.yaml, which is a.pipeline.yaml.',
      'wide.yaml is not UTF-8 text: it is UTF-16. Save it as UTF-8.',
    ],
  );
});

test('a file that uses itself is told of once', async () => {
  const folder = program.folder({ 'a.pipeline.yaml': 'tasks: { one: { uses: a.pipeline.yaml } }\n' });
  const { err } = await program.run(folder, 'run', 'a.pipeline.yaml');
  assert.deepEqual(err.match(/error: a\S+ uses itself, so it would never end/g)?.length, 1);
});

test('run starts nothing while a file that it uses has errors, and shows them at their place', async () => {
  const folder = program.folder({ 'a.pipeline.yaml': 'tasks: { one: { uses: b.yaml } }\n', 'b.yaml': faulty });
  const { code, out, err } = await program.run(folder, 'run', 'a.pipeline.yaml');
  assert.equal(out, '');
  assert.match(err, /nothing was started\.\n\na\.pipeline\.yaml:1:23: error: b\.yaml has an error in line 2/);
  assert.match(err, /^b\.yaml:2:31: error: There is no task "lod"\./m);
  assert.equal(code, 2);
});
