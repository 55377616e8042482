import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Program } from '../runner/cli/program.ts';
import { until } from '../runner/real-attempts.ts';
import { behavesAsHere, type Trial } from './behaviour.ts';
import { type SshServer, serverOrReason } from './ssh-server.ts';

const away = mkdtempSync(join(tmpdir(), 'dagwright-away-'));
let starting: Promise<SshServer | string> | undefined;
const started = () => {
  starting ??= serverOrReason();
  return starting;
};
let program: Program;
before(async () => {
  if (typeof (await started()) === 'object') program = await Program.make();
});
after(async () => {
  const server = await starting;
  if (typeof server === 'object') await server.close();
  program?.[Symbol.dispose]();
  rmSync(away, { recursive: true, force: true });
});

async function trialOf(more: string): Promise<Trial | string> {
  const server = await started();
  return typeof server === 'string'
    ? server
    : { head: headOf(server, more), place: /1: success, .*, at box: on \S+@127\.0\.0\.1/ };
}

/** A test that is skipped where there can be no server. */
function tried(title: string, body: (server: SshServer) => Promise<void>): void {
  test(title, async context => {
    const server = await started();
    return typeof server === 'string' ? context.skip(server) : body(server);
  });
}

function headOf({ host, options }: SshServer, more: string): string {
  const settings = `type: ssh, hosts: [{ host: ${host}, slots: 4 }], options: ${JSON.stringify(options)}${more}`;
  return `executors: { box: { ${settings} } }\ndefaults: { executor: box }`;
}

behavesAsHere('ssh, with a shared folder', () => trialOf(''));

tried('ssh: files are copied there and back', async server => {
  const folder = program.folder({
    'p.pipeline.yaml': `${headOf(server, `, sync: rsync, directory: ${away}`)}
tasks:
  give:
    run: |
      pwd; cat given.txt; mkdir -p out; cp given.txt out/made.txt; echo left > stays.txt
      echo n=42 >> "$PIPELINE_OUTPUT"
    outputs: { n: integer, file: { path: out/made.txt } }
  take: { needs: [give], run: 'cat "\${{ tasks.give.outputs.file }}"; cat "$PIPELINE_INPUTS"; echo \${{ tasks.give.outputs.n }}' }
`,
    'given.txt': 'given\n',
    '.git': '',
  });
  const { code, out } = await program.run(folder, 'run', 'p.pipeline.yaml');
  assert.equal(code, 0, out);
  assert.equal((await program.run(folder, 'logs', 'last', 'give')).out, `${away}\ngiven\n`);
  assert.match((await program.run(folder, 'logs', 'last', 'take')).out, /^given\n\{"give":\{"n":42.*\}\n42\n$/s);
  assert.equal(readFileSync(join(folder, 'out/made.txt'), 'utf8'), 'given\n');
  assert.equal(existsSync(join(folder, 'stays.txt')), false);
  assert.equal(existsSync(join(away, '.git')), false);
});

tried('ssh: a connection that is cut does not end the task, and nothing of its output is lost', async server => {
  const text = `${headOf(server, '')}\ntasks:\n  a: { run: "echo begun; touch begun; while ! test -e go; do sleep 0.1; done; echo over" }\n`;
  const folder = program.folder({ 'p.pipeline.yaml': text, '.git': '' });
  const running = program.start(folder, 'run', 'p.pipeline.yaml');
  await until(() => existsSync(join(folder, 'begun')));
  server.cut();
  writeFileSync(join(folder, 'go'), '');
  const { code, out } = await running.ended;
  assert.equal(code, 0, out);
  assert.equal((await program.run(folder, 'logs', 'last', 'a')).out, 'begun\nover\n');
});

tried('ssh: a folder that is not shared is said, with what to do', async server => {
  const text = `${headOf(server, ', directory: /nowhere/there')}\ntasks:\n  a: { run: "true" }\n`;
  const folder = program.folder({ 'p.pipeline.yaml': text, '.git': '' });
  const { code, out } = await program.run(folder, 'run', 'p.pipeline.yaml');
  assert.equal(code, 1, out);
  assert.match((await program.run(folder, 'logs', 'last', 'a')).out, /not on this host: share it .*"sync: rsync"/);
});

tried('ssh: a host key that has changed is said, with what to do', async server => {
  await server.changeKey();
  const text = `${headOf(server, '')}\ntasks:\n  a: { run: "true" }\n`;
  const folder = program.folder({ 'p.pipeline.yaml': text, '.git': '' });
  const { code, out } = await program.run(folder, 'run', 'p.pipeline.yaml');
  assert.equal(code, 1);
  assert.match(out, /a: failed .*its host key has changed\..*`ssh-keygen -R/);
});
