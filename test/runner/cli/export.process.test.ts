import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { Program } from './program.ts';

let program: Program;
let folder = '';
before(async () => {
  program = await Program.make();
});
after(() => program[Symbol.dispose]());
beforeEach(() => {
  folder = program.folder();
});

function pipeline(text: string): void {
  writeFileSync(join(folder, 'a.pipeline.yaml'), text);
}

const plain = 'tasks:\n  a: { run: echo a }\n';
const lossy = 'tasks:\n  a: { run: echo a, cache: true }\n';

test('export writes files, and names what is lost at its line before', async () => {
  pipeline(lossy);
  const { code, out, err } = await program.run(folder, 'export', 'a.pipeline.yaml', '--to', 'airflow', '--out', 'dags');
  assert.equal(code, 0, err);
  assert.equal(out, 'dags/a.py\n');
  assert.match(err, /^a\.pipeline\.yaml:2:21: lost: There is no cache: it is run each time\. \[cache\]$/m);
  assert.match(readFileSync(join(folder, 'dags', 'a.py'), 'utf8'), /# a\.pipeline\.yaml, line 2/);
});

test('export --strict, and what would do something else there, write nothing', async () => {
  pipeline(lossy);
  const strict = await program.run(folder, 'export', 'a.pipeline.yaml', '--to', 'airflow', '--strict');
  assert.deepEqual([strict.code, existsSync(join(folder, 'a.py'))], [1, false]);
  pipeline("tasks:\n  a:\n    run: echo ${{ hashFiles('x') }}\n");
  const refused = await program.run(folder, 'export', 'a.pipeline.yaml', '--to', 'airflow');
  assert.deepEqual([refused.code, existsSync(join(folder, 'a.py'))], [1, false]);
  assert.match(refused.err, /refused: The function `hashfiles` has no counterpart/);
});

test('export replaces what it wrote itself, and what somebody edited only with --force', async () => {
  pipeline(plain);
  const again = (...more: string[]) => program.run(folder, 'export', 'a.pipeline.yaml', '--to', 'airflow', ...more);
  const file = join(folder, 'a.py');
  assert.equal((await again()).code, 0);
  pipeline(plain.replace('echo a', 'echo b'));
  assert.equal((await again()).code, 0);
  assert.match(readFileSync(file, 'utf8'), /echo b/);
  writeFileSync(file, `${readFileSync(file, 'utf8')}# mine\n`);
  pipeline(plain);
  const refused = await again();
  assert.equal(refused.code, 2);
  assert.match(refused.err, /was edited since: nothing was written\. Use --force/);
  assert.equal((await again('--force')).code, 0);
  assert.doesNotMatch(readFileSync(file, 'utf8'), /# mine/);
});

test('export --format json prints files and losses, and writes nothing', async () => {
  pipeline(lossy);
  const { out, code } = await program.run(folder, 'export', 'a.pipeline.yaml', '--to', 'airflow', '--format', 'json');
  const { files, losses } = JSON.parse(out);
  assert.equal(code, 0);
  assert.deepEqual(
    files.map(({ path }: { path: string }) => path),
    ['a.py'],
  );
  assert.deepEqual(losses[0].range.start, { line: 1, character: 20 });
  assert.equal(existsSync(join(folder, 'a.py')), false);
});

test('import --format json prints the pipeline and what is lost, and writes nothing', async () => {
  writeFileSync(join(folder, 'ci.yml'), 'on: push\njobs:\n  a: { runs-on: ubuntu-latest, steps: [{ run: echo a }] }\n');
  const { out, code } = await program.run(folder, 'import', 'ci.yml', '--format', 'json');
  const { text, losses } = JSON.parse(out);
  assert.equal(code, 0);
  assert.match(text, /run: echo a/);
  assert.deepEqual(losses, [
    {
      message: 'No pipeline starts on `push`.',
      range: { start: { line: 0, character: 4 }, end: { line: 0, character: 8 } },
    },
  ]);
});

test('import makes a pipeline of a Makefile that check takes, and names what is lost', async () => {
  writeFileSync(
    join(folder, 'Makefile'),
    'OUT = a.txt\nall: $(OUT)\n$(OUT): b.txt\n\tcp $< $@\nb.txt:\n\techo $(wildcard *.md) > $@\n',
  );
  const { code, out, err } = await program.run(folder, 'import', 'Makefile', '--out', 'm.pipeline.yaml');
  if (/Install make/.test(err)) return;
  assert.equal(code, 0, err);
  assert.equal(out, 'm.pipeline.yaml\n');
  assert.match(err, /lost: `\$\(wildcard \*\.md\)` is a function of make/);
  const checked = await program.run(folder, 'check', 'm.pipeline.yaml');
  assert.equal(checked.code, 0, checked.out);
  assert.match(readFileSync(join(folder, 'm.pipeline.yaml'), 'utf8'), /run: cp b\.txt a\.txt/);
  assert.equal((await program.run(folder, 'import', 'Makefile', '--out', 'm.pipeline.yaml')).code, 2);
});

test('import of a Makefile runs no recipe, not even those that make -n would run', async () => {
  const runs = ['plain: ; touch run-1', 'again: ; touch run-2 && $(MAKE) --version', 'plus: ; +touch run-3'];
  writeFileSync(
    join(folder, 'Makefile'),
    `all: plain again plus a.txt\n\n${runs.join('\n')}\n%.txt: %.md\n\t+cp $< $@ && touch run-4\n`,
  );
  writeFileSync(join(folder, 'a.md'), '');
  const { out, err } = await program.run(folder, 'import', 'Makefile');
  if (/Install make/.test(err)) return;
  assert.match(out, /run: touch run-2 && make --version/);
  assert.match(out, /a\.txt:\n {4}run: cp a\.md a\.txt && touch run-4/);
  assert.deepEqual(readdirSync(folder).sort(), ['Makefile', 'a.md']);
});

test('import tells what make says of a Makefile that it cannot read', async () => {
  writeFileSync(join(folder, 'Makefile'), 'ifndef NOT_THERE\n  $(error say NOT_THERE)\nendif\nall: ; true\n');
  const { code, err } = await program.run(folder, 'import', 'Makefile');
  if (/Install make/.test(err)) return;
  assert.equal(code, 2);
  assert.match(err, /make cannot read it: .*Makefile:2: \*\*\* say NOT_THERE\. {2}Stop\./);
});
