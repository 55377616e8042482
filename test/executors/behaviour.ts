import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { attemptPath, outputLog, runFolder } from '../../runner/layout.ts';
import { Program, type Running } from '../runner/cli/program.ts';
import { until } from '../runner/real-attempts.ts';
import { survivors } from '../runner/whole-run.ts';

/** One executor to be tried. */
export interface Trial {
  /** In front of `tasks` in each pipeline: `executors`, `defaults` with the executor. */
  readonly head: string;
  /** What the program finds in its environment beside the usual. */
  readonly env?: Readonly<Record<string, string>>;
  /** What is told of where a task ran; absent: nothing, it is here. */
  readonly place?: RegExp;
}

/**
 * Tries on an executor what every executor promises: that a task there is as it would be here. Where the trial is a sentence,
 * this machine cannot do it, and the tests are skipped for that reason.
 */
export function behavesAsHere(name: string, makeTrial: () => Promise<Trial | string>): void {
  let program: Program;
  let trial: Trial;
  let reason: string | undefined;
  before(async () => {
    const made = await makeTrial();
    if (typeof made === 'string') reason = made;
    else {
      trial = made;
      Object.assign(process.env, trial.env);
      program = await Program.make();
    }
  });
  after(() => program?.[Symbol.dispose]());

  const tried = (title: string, body: () => Promise<void>) =>
    test(title, context => (reason === undefined ? body() : context.skip(reason)));
  const folderWith = (tasks: string, files: Readonly<Record<string, string>> = {}) =>
    program.folder({ 'p.pipeline.yaml': `${trial.head}\ntasks:\n${tasks}`, '.git': '', ...files });

  tried(`${name}: values, files and variables go from task to task`, async () => {
    const folder = folderWith(
      `
  give:
    env: { SIZE: "a b'c" }
    run: |
      echo "$PIPELINE_TASK $PIPELINE_ATTEMPT $SIZE $(cat given.txt)"
      echo made > made.txt
      echo n=42 >> "$PIPELINE_OUTPUT"
    outputs: { n: integer, file: { path: made.txt } }
  take:
    needs: [give]
    run: [echo, "got \${{ tasks.give.outputs.n }}", "$HOME"]
  look:
    needs: [give]
    run: cat made.txt; cat "$PIPELINE_INPUTS"; echo on stderr >&2
`,
      { 'given.txt': 'given' },
    );
    const { code, out, err } = await program.run(folder, 'run', 'p.pipeline.yaml');
    assert.equal(code, 0, out + err);
    assert.equal(await logs(folder, 'give'), "give 1 a b'c given\n");
    assert.equal(await logs(folder, 'take'), 'got 42 $HOME\n');
    assert.match(await logs(folder, 'look'), /^made\n\{"give":\{"n":42,.*\n?on stderr\n$/s);
    assert.equal(readFileSync(join(folder, 'made.txt'), 'utf8'), 'made\n');
    const why = (await program.run(folder, 'why', 'last', 'give')).out;
    if (trial.place) assert.match(why, trial.place);
    else assert.doesNotMatch(why, /, at /);
  });

  tried(`${name}: an exit code is told, and a failure tried again`, async () => {
    const folder = folderWith(`
  fails: { run: "echo no; exit 7" }
  again: { run: "test \\"$PIPELINE_ATTEMPT\\" = 2", retries: 1 }
  below: { needs: [fails], run: "true" }
`);
    const { code, out } = await program.run(folder, 'run', 'p.pipeline.yaml');
    assert.equal(code, 1, out);
    assert.match(out, /fails: failed .*exit code 7/);
    assert.match(out, /again: success/);
    assert.match(out, /below: upstream failed/);
  });

  tried(`${name}: what takes too long is stopped, with all that it has started`, async () => {
    const folder = folderWith(`
  slow: { run: "sleep 3601 & sleep 3601", timeout: 2s, grace_period: 1s }
`);
    const { code, out } = await program.run(folder, 'run', 'p.pipeline.yaml');
    assert.equal(code, 1, out);
    assert.match(out, /slow: failed .*timed out after 2s/);
    await until(() => survivors(folder).length === 0);
  });

  tried(`${name}: output is seen while it is written, and a cancel reaches the task`, async () => {
    const folder = folderWith(`
  loud: { run: "echo hello; sleep 3602", grace_period: 1s }
`);
    const running = program.start(folder, 'run', 'p.pipeline.yaml');
    await running.says(/loud: started/);
    const [run = ''] = readdirSync(join(folder, '.dagwright', 'runs'));
    const log = outputLog(attemptPath(runFolder(folder, run), 'loud', 1));
    await until(() => existsSync(log) && readFileSync(log, 'utf8') === 'hello\n');
    running.child.kill('SIGINT');
    const { code, out } = await running.ended;
    assert.equal(code, 130, out);
    await until(() => survivors(folder).length === 0);
  });

  tried(`${name}: what ran when the runner died is found again, and not run twice`, async () => {
    const folder = folderWith(`
  long: { run: "echo begun >> effects; while ! test -e go; do sleep 0.1; done; echo over >> effects; echo n=7 >> $PIPELINE_OUTPUT", outputs: { n: integer } }
  last: { needs: [long], run: "echo last >> effects" }
`);
    const running = program.start(folder, 'run', 'p.pipeline.yaml');
    await until(() => existsSync(join(folder, 'effects')));
    await kill(running);
    const resumed = program.start(folder, 'resume');
    await resumed.says(/goes on/);
    writeFileSync(join(folder, 'go'), '');
    const { code, out, err } = await resumed.ended;
    assert.equal(code, 0, out + err);
    assert.equal(readFileSync(join(folder, 'effects'), 'utf8'), 'begun\nover\nlast\n');
  });

  tried(`${name}: what has ended while no runner was there is taken as it ended`, async () => {
    const folder = folderWith(`
  short: { run: "echo begun >> effects; while ! test -e go; do sleep 0.1; done; echo over >> effects; exit 3" }
`);
    const running = program.start(folder, 'run', 'p.pipeline.yaml');
    await until(() => existsSync(join(folder, 'effects')));
    await kill(running);
    writeFileSync(join(folder, 'go'), '');
    await until(() => readFileSync(join(folder, 'effects'), 'utf8') === 'begun\nover\n');
    await until(() => survivors(folder).length === 0);
    const { code, out } = await program.run(folder, 'resume');
    assert.equal(code, 1, out);
    assert.match(out, /short: failed .*exit code 3/);
    assert.equal(readFileSync(join(folder, 'effects'), 'utf8'), 'begun\nover\n');
  });

  async function logs(folder: string, task: string): Promise<string> {
    return (await program.run(folder, 'logs', 'last', task)).out;
  }
}

async function kill(running: Running): Promise<void> {
  running.child.kill('SIGKILL');
  await running.ended;
}
