import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from './folders.mjs';
import { getChromium } from './get-chromium.mjs';
import { getEditors } from './get-editors.mjs';
import { getExecutors } from './get-executors.mjs';
import { getVscodeWeb } from './get-vscode-web.mjs';
import { runLogged } from './run-logged.mjs';

/**
 * One part of the whole test: its output goes into the log, its exit code comes back.
 *
 * @typedef {{ name: string, title: string, run: (log: string) => Promise<number> }} TestPart
 */

/** Everything that is tested, in order. @type {readonly TestPart[]} */
export const parts = [
  { name: 'build', title: 'the bundles', run: log => runLogged(log, ['node', 'scripts/build.mjs']) },
  { name: 'types', title: 'TypeScript, strict', run: log => runLogged(log, ['tsc', '--noEmit']) },
  { name: 'lint', title: 'lint and format', run: log => runLogged(log, ['biome', 'check', '.']) },
  { name: 'unit', title: 'architecture and units', run: log => togetherTests(log, isUnit) },
  {
    name: 'long',
    title: 'random cases by the thousand, and answers that are waited for',
    run: log => togetherTests(log, isLong),
  },
  {
    name: 'processes',
    title: 'runner, command line and server with real processes',
    run: processTests,
  },
  { name: 'large', title: 'texts of many megabytes', run: log => nodeTests(log, isLarge) },
  { name: 'executors', title: 'tasks at other places, for real', run: executorTests },
  { name: 'browser', title: 'the graph in a real browser', run: browserTests },
  { name: 'editor', title: 'the extension in a real VS Code', run: editorTests },
  { name: 'ui', title: 'a user at the keyboard, in Chromium', run: uiTests },
];

/** @param {string} file */
const isProcesses = file => file.endsWith('.process.test.ts');

/** @param {string} file */
const isLarge = file => file.endsWith('.large.test.ts');

/** @param {string} file */
const isLong = file => file.endsWith('.long.test.ts');

/** Pure code: all of it is done in about a second. @param {string} file */
const isUnit = file =>
  !/\.(process|large|long)\.test\.ts$/.test(file) && !/^test\/(executors|browser|editor|ui)\//.test(file);

/** A process for each file would take three times as long. @param {string} log @param {(file: string) => boolean} isWanted */
async function togetherTests(log, isWanted) {
  return runLogged(log, ['node', '--test', '--test-isolation=none', '--test-reporter=spec', ...testFiles(isWanted)]);
}

/** @param {string} log */
async function processTests(log) {
  await getEditors();
  return nodeTests(log, isProcesses);
}

/** @param {string} log */
async function executorTests(log) {
  await getExecutors();
  return nodeTests(log, file => file.startsWith('test/executors/'));
}

/** @param {string} log */
async function browserTests(log) {
  return nodeTests(log, file => file.startsWith('test/browser/'), { CHROMIUM: await getChromium() });
}

/** @param {string} log */
async function editorTests(log) {
  return runLogged(log, ['node', 'test/editor/run.ts'], { CHROMIUM: await getChromium() });
}

/** @param {string} log */
async function uiTests(log) {
  await getVscodeWeb();
  return nodeTests(log, file => file.startsWith('test/ui/'), { CHROMIUM: await getChromium() });
}

/**
 * @param {string} log
 * @param {(file: string) => boolean} isWanted
 * @param {Record<string, string>} [env]
 */
async function nodeTests(log, isWanted, env) {
  return runLogged(log, ['node', '--test', '--test-reporter=spec', ...testFiles(isWanted)], env);
}

/** @param {(file: string) => boolean} isWanted */
function testFiles(isWanted) {
  const files = readdirSync(join(projectFolder, 'test'), { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.test.ts'))
    .map(file => `test/${file.replaceAll('\\', '/')}`)
    .filter(isWanted)
    .sort();
  // Without a file Node would look for some by itself.
  if (files.length === 0) throw new Error('There is no test here.');
  return files;
}
