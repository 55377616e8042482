import assert from 'node:assert/strict';
import { execFileSync, type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { build } from 'esbuild';
import { journalFile, runFolder, runsFolder } from '../../../../runner/layout.ts';
import { makeRoot } from '../../whole-run.ts';

const programFile = 'program-ABCD0123.cjs';

test('An unchanged run needs no program; what has changed, or is said, leads to it', async context => {
  const launched = await Launched.make(context);
  launched.write('p.pipeline.yaml', pipeline);
  launched.write('in', 'a\n');
  launched.run();
  const usual = sameFor(launched.run().stdout);
  launched.withoutProgram(() => {
    assert.equal(sameFor(launched.run().stdout), usual);
    assert.equal(launched.run('--format', 'json').stdout, launched.newestJournal());
    assert.match(launched.run('--max-parallel', '7').stdout, /102 tasks, 7 at once/);
    assert.match(launched.start('--no-cache').stderr, /Cannot find module|ENOENT/);
  });
  launched.write('in', 'b\n');
  launched.withoutProgram(() => assert.match(launched.start().stderr, /ENOENT/));
  assert.match(launched.run().stdout, /102 success \(101 cached\)/);
  launched.run();
  launched.withoutProgram(() => assert.equal(sameFor(launched.run().stdout), usual));
});

test('An unchanged run is kept with the commit that it ran on', async context => {
  const launched = await Launched.make(context);
  launched.write('p.pipeline.yaml', pipeline);
  launched.write('in', 'a\n');
  const as = ['-c', 'user.name=n', '-c', 'user.email=e', '-c', 'commit.gpgsign=false'];
  launched.git('init', '-q');
  launched.git('add', 'p.pipeline.yaml', 'in');
  launched.git(...as, 'commit', '-qm', 'first');
  launched.run();
  launched.run();
  const commit = launched.git('rev-parse', 'HEAD').trim();
  launched.withoutProgram(() => launched.run());
  const { git } = JSON.parse(launched.newestJournal().split('\n')[0] ?? '');
  assert.deepEqual(git, { commit, dirty: false });
});

test('A run that was interrupted is told of before the next one', async context => {
  const launched = await Launched.make(context);
  launched.write('p.pipeline.yaml', pipeline);
  launched.write('in', 'a\n');
  for (let round = 0; round < 3; round++) launched.run();
  const journal = launched.newestJournal();
  writeFileSync(launched.newestJournalFile(), journal.slice(0, journal.lastIndexOf('{"type":"run_ended"')));
  assert.match(launched.run().stderr, /was interrupted\. Go on with it/);
});

test('What Node compiled for one run serves the next ones, and it complains of no flag', async context => {
  const launched = await Launched.make(context);
  launched.write('p.pipeline.yaml', 'tasks:\n  a: { run: "true" }\n');
  assert.equal(launched.run().stderr, '');
  const [kept, ...others] = launched.compiled();
  assert.ok(kept);
  assert.deepEqual(others, []);
  launched.run();
  assert.deepEqual(launched.compiled(), [kept]);
});

test('Where the launcher cannot even look, the program says why', async context => {
  const launched = await Launched.make(context);
  const { status, stderr } = launched.startFromNowhere();
  assert.deepEqual([status, stderr], [2, 'error: The current folder is gone. Go to one that is there.\n']);
});

const tasks = Array.from({ length: 101 }, (_, place) => `  t${place}: { run: "true", cache: true }\n`).join('');
const copy = '  copy: { run: cp in out, inputs: [in], outputs: { o: { path: out } }, cache: true }\n';
const pipeline = `tasks:\n${tasks}${copy}`;

/** The launcher with a program beside it, as a build makes them, and a folder to use it in. */
class Launched {
  readonly #home: string;
  readonly #folder: string;

  private constructor(context: TestContext) {
    this.#home = makeRoot(context);
    this.#folder = makeRoot(context);
    mkdirSync(join(this.#folder, '.git'));
  }

  static async make(context: TestContext): Promise<Launched> {
    const launched = new Launched(context);
    const common = { bundle: true, platform: 'node', target: 'node20', format: 'cjs', logLevel: 'error' } as const;
    const define = { programFile: JSON.stringify(programFile) };
    const outfile = join(launched.#home, 'dagwright.cjs');
    await build({ ...common, entryPoints: ['runner/cli/launch/launch.ts'], outfile, define });
    await build({
      ...{ ...common, entryPoints: ['runner/cli/main.ts'], outfile: launched.#program },
      ...{ define: { 'import.meta.url': '__file' } },
      banner: { js: "const __file=require('node:url').pathToFileURL(__filename).href;" },
    });
    return launched;
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.#folder, name), text);
  }

  git(...words: readonly string[]): string {
    return execFileSync('git', words, { cwd: this.#folder, encoding: 'utf8' });
  }

  run(...more: readonly string[]): SpawnSyncReturns<string> {
    const ended = this.start(...more);
    assert.equal(ended.status, 0, ended.stderr);
    return ended;
  }

  start(...more: readonly string[]): SpawnSyncReturns<string> {
    const args = [join(this.#home, 'dagwright.cjs'), 'run', 'p.pipeline.yaml', ...more];
    const env = { ...process.env, XDG_CACHE_HOME: this.#home };
    return spawnSync(process.execPath, args, { cwd: this.#folder, env, encoding: 'utf8' });
  }

  startFromNowhere(): SpawnSyncReturns<string> {
    const script = 'mkdir gone; cd gone; rmdir ../gone; exec "$0" "$1" run p.pipeline.yaml';
    const args = ['-c', script, process.execPath, join(this.#home, 'dagwright.cjs')];
    return spawnSync('sh', args, { cwd: this.#folder, encoding: 'utf8' });
  }

  withoutProgram(action: () => void): void {
    renameSync(this.#program, `${this.#program}.away`);
    action();
    renameSync(`${this.#program}.away`, this.#program);
  }

  /** Each file of compiled code, known from one that was put into its place. */
  compiled(): readonly string[] {
    const folder = join(this.#home, 'dagwright', 'code');
    return readdirSync(folder).map(name => `${name} ${statSync(join(folder, name)).mtimeMs}`);
  }

  newestJournalFile(): string {
    const newest = readdirSync(runsFolder(this.#folder)).sort().at(-1) ?? '';
    return journalFile(runFolder(this.#folder, newest));
  }

  newestJournal(): string {
    return readFileSync(this.newestJournalFile(), 'utf8');
  }

  get #program(): string {
    return join(this.#home, 'dagwright', programFile);
  }
}

function sameFor(text: string): string {
  return text
    .replace(/\d{8}-\d{6}-\w{4}/g, 'RUN')
    .replace(/\d\d:\d\d:\d\d/g, 'TIME')
    .replace(/ in \S+:/, ' in SOME TIME:');
}
