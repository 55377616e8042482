// Exports pipelines to a real Airflow, and compares what it makes of them, and how its runs end, with our own runs.
// It installs Airflow into `.airflow/` when it is not there: `npm run verify:airflow`, or `npm run verify:airflow -- words pods` for some,
// or `npm run verify:airflow -- path/to/my.pipeline.yaml` for one of yours, whose folder is copied.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { projectFolder } from '../folders.mjs';

const home = join(projectFolder, '.airflow');
const bin = join(home, 'venv', 'bin');
if (!existsSync(join(bin, 'airflow'))) install();
const work = mkdtempSync(join(tmpdir(), 'dagwright-airflow-'));
const dags = join(work, 'dags');
const env = {
  ...process.env,
  PATH: `${bin}:${process.env.PATH}`,
  AIRFLOW_HOME: join(work, 'home'),
  AIRFLOW__CORE__DAGS_FOLDER: dags,
  AIRFLOW__CORE__LOAD_EXAMPLES: 'False',
};
/** @type {string[]} */
const faults = [];
try {
  cpSync(join(projectFolder, 'examples'), join(work, 'examples'), {
    recursive: true,
    filter: path => basename(path) !== '.dagwright',
  });
  const own = ['words', 'pods'].map(name => join(work, name, `${name}.pipeline.yaml`));
  for (const file of own) cpSync(join(projectFolder, 'scripts', 'verify', basename(file)), file);
  symlinkSync(join(projectFolder, 'node_modules'), join(work, 'node_modules'));
  mkdirSync(dags);
  execFileSync('airflow', ['db', 'migrate'], { env, stdio: 'ignore' });
  const examples = ['penguins', 'islands', 'flaky'].map(name => join(work, 'examples', name, `${name}.pipeline.yaml`));
  const wanted = process.argv.slice(2);
  for (const file of [...examples, ...own])
    if (wanted.length === 0 || wanted.includes(basename(file, '.pipeline.yaml'))) verify(file);
  for (const [place, file] of wanted.filter(word => word.endsWith('.yaml')).entries()) {
    const copy = join(work, `own-${place}`);
    cpSync(dirname(resolve(file)), copy, { recursive: true, filter: path => basename(path) !== '.dagwright' });
    verify(join(copy, basename(file)));
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
for (const fault of faults) console.error(fault);
console.log(faults.length === 0 ? 'Airflow does the same.' : `${faults.length} differences.`);
process.exitCode = faults.length === 0 ? 0 : 1;

function install() {
  console.log('Installing Airflow into .airflow …');
  mkdirSync(home, { recursive: true });
  execFileSync('python3', ['-m', 'venv', join(home, 'venv')], { stdio: 'inherit' });
  execFileSync(
    join(bin, 'pip'),
    ['install', '--quiet', 'apache-airflow>=3', 'apache-airflow-providers-cncf-kubernetes'],
    { stdio: 'inherit' },
  );
}

/** @param {string} file */
function verify(file) {
  const written = dagwright(['export', file, '--to', 'airflow', '--out', dags], 0);
  const name = basename(written.split('\n')[0] ?? '', '.py');
  const graph = asked('graph', join(dags, `${name}.py`));
  for (const warning of graph.warnings) faults.push(`${name}: the import warns: ${warning}`);
  if (name === 'pods') inOwnProcesses(file);
  dagwright(['run', file, '--format', 'plain']);
  const run = JSON.parse(dagwright(['show', 'last', '-C', dirname(file), '--format', 'json'], 0));
  const { status } = spawnSync('airflow', ['dags', 'test', name], { env, stdio: 'ignore' });
  const results = asked('results', name);
  if (results.state !== run.status) faults.push(`${name}: the run ended as ${results.state}, not ${run.status}`);
  if ((status === 0) !== (run.status === 'success')) faults.push(`${name}: airflow ended with ${status}`);
  let compared = 0;
  for (const task of run.tasks) {
    const { definition } = task;
    if (definition.matrix || definition.foreach || definition.action.kind === 'pipeline') continue;
    const id = idOf(task, run.tasks);
    compared++;
    compare(`${name}: the state of ${task.name} (${id})`, results.states[id], task.status);
    compare(`${name}: the outputs of ${task.name}`, results.outputs[id] ?? {}, task.outputs ?? {});
    if (!definition.instance && !definition.scope) {
      compare(`${name}: the rule of ${task.name}`, graph.tasks[id]?.rule, definition.triggerRule);
      compare(`${name}: the retries of ${task.name}`, graph.tasks[id]?.retries, definition.retries);
      const needs = new Set(graph.tasks[id]?.upstream.map(/** @param {string} up */ up => up.split('.')[0]));
      const wanted = definition.needs.map(/** @param {string} need */ need => idOf({ name: need, definition: {} }, []));
      compare(`${name}: the needs of ${task.name}`, [...needs].sort(), wanted.sort());
    }
  }
  console.log(`${name}: ${compared} tasks compared, ${results.state}`);
}

/**
 * Neither Kubernetes nor Docker need be there: pods are run by Airflow, and containers as processes.
 * @param {string} file
 */
function inOwnProcesses(file) {
  appendFileSync(
    join(dags, 'pods.py'),
    readFileSync(join(projectFolder, 'scripts', 'verify', 'local_pods.py'), 'utf8'),
  );
  const text = readFileSync(file, 'utf8').replace(/^ +container: .*\n/gm, '');
  writeFileSync(file, text);
}

/**
 * @param {any} task
 * @param {any[]} tasks
 */
function idOf({ name, group, definition: { instance } }, tasks) {
  const part = /** @param {string} text */ text => text.replace(/[^\p{L}\p{N}_-]+/gu, '_');
  const base = name.split('[')[0] ?? '';
  if (instance?.item) {
    const alike = tasks.filter(one => one.name.startsWith(`${base}[`));
    return `${part(group ?? base)}[${alike.findIndex(one => one.name === name)}]`;
  }
  if (instance?.matrix) return `${part(base)}.${part(Object.values(instance.matrix).join('_'))}`;
  return name.split('/').map(part).join('.');
}

/**
 * @param {string} what
 * @param {unknown} theirs
 * @param {unknown} ours
 */
function compare(what, theirs, ours) {
  if (!isDeepStrictEqual(theirs, ours)) faults.push(`${what}: ${JSON.stringify(theirs)}, not ${JSON.stringify(ours)}`);
}

/**
 * @param {string} what
 * @param {string} of
 */
function asked(what, of) {
  const script = join(projectFolder, 'scripts', 'verify', 'ask_airflow.py');
  const output = execFileSync('python', [script, what, of], {
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(
    output
      .split('\n')
      .find(line => line.startsWith('RESULT '))
      ?.slice(7) ?? 'null',
  );
}

/**
 * @param {readonly string[]} args
 * @param {number} [expected]
 */
function dagwright(args, expected) {
  const main = join(projectFolder, 'runner', 'cli', 'main.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { encoding: 'utf8', cwd: work, env });
  if (expected !== undefined && status !== expected)
    throw new Error(`dagwright ${args.join(' ')}: ${status}\n${stderr}`);
  return stdout;
}
