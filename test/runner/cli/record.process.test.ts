import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { Program } from './program.ts';

const program = await Program.make();
after(() => program[Symbol.dispose]());

const text = `
params: { who: { type: string, default: x }, n: { type: integer, default: 1 } }
tasks:
  first: { run: "sleep 0.3; test $PIPELINE_ATTEMPT = 2", retries: 1 }
  odd: { needs: [first], run: [echo, "\${{ params.who }}", "\${{ params.n }}"] }
  other: { run: "true" }
`;

test('from the record of a run it can be repeated: its command starts the same again', async () => {
  const folder = program.folder({ 'a.pipeline.yaml': text });
  const said = ['--param', 'who=it\'s = "odd"', '--param', 'n=-7', '--fail-fast', '--max-parallel', '1', 'odd'];
  assert.equal((await program.run(folder, 'run', 'a.pipeline.yaml', ...said)).code, 0);
  const first = await recorded(folder);
  const [name, ...words] = first.command;
  assert.equal(name, 'dagwright');
  assert.equal((await program.run(folder, ...words)).code, 0);
  const second = await recorded(folder);
  assert.notEqual(second.id, first.id);
  for (const key of [
    'file',
    'fileHash',
    'params',
    'selection',
    'maxParallel',
    'failFast',
    'versions',
    'host',
    'command',
  ])
    assert.deepEqual(second[key], first[key], key);
  assert.deepEqual(namesOf(second), ['first', 'odd']);
  assert.deepEqual((await program.run(folder, 'logs', 'last', 'odd')).out, `it's = "odd" -7\n`);
});

test('the record has when each attempt waited, began and ended, and what it used', async () => {
  const folder = program.folder({ 'a.pipeline.yaml': text });
  await program.run(folder, 'run', 'a.pipeline.yaml', '--max-parallel', '1');
  const { tasks, progress } = await recorded(folder);
  assert.deepEqual(progress, { done: 3, total: 3 });
  const { attempts } = tasks.find((task: { name: string }) => task.name === 'first');
  assert.deepEqual(
    attempts.map(({ outcome }: { outcome: object }) => outcome),
    [{ kind: 'exit', code: 1 }, { kind: 'success' }],
  );
  for (const { startedAt, endedAt, durationMs, queueMs, usage } of attempts) {
    assert.ok(startedAt > 1e12 && durationMs === endedAt - startedAt && durationMs >= 290);
    assert.ok(queueMs >= 0);
    if (process.platform === 'linux') assert.ok(usage.peakMemoryBytes > 100_000 && usage.cpuMs >= 0);
  }
});

async function recorded(folder: string) {
  return JSON.parse((await program.run(folder, 'show', 'last', '--format', 'json')).out);
}

function namesOf({ tasks }: { tasks: { name: string }[] }): string[] {
  return tasks.map(({ name }) => name);
}
