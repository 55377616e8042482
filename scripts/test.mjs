// npm test: installs what is missing and runs every check, to the end; exit code 1 when any failed.
import { appendFile, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { countTests } from './count-tests.mjs';
import { artifactsFolder } from './folders.mjs';
import { installPackages } from './install-packages.mjs';
import { parts } from './test-parts.mjs';

/** @import { TestPart } from './test-parts.mjs' */
/** @typedef {{ name: string, passed: number, failed: number, skipped: number, seconds: number }} Result */

const usage = `npm test [-- PART…]

Installs what is missing, builds, and runs all parts, or only those that are named (the build always):

${parts.map(part => `  ${part.name.padEnd(10)}${part.title}`).join('\n')}

A part's output is in artifacts/<part>.log, and shown when it fails; screenshots are there too.
Environment: CHROMIUM, the browser to use; E2E_HOST=web|desktop, the VS Code for the editor part.
`;

async function main() {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { help: { type: 'boolean' } } });
  if (values.help) return console.log(usage);
  const unknown = positionals.find(name => !parts.some(part => part.name === name));
  if (unknown !== undefined) throw new Error(`There is no part ${unknown}.\n\n${usage}`);
  await installPackages();
  await mkdir(artifactsFolder, { recursive: true });
  /** @type {Result[]} */
  const results = [];
  for (const part of parts) {
    const wanted = positionals.length === 0 || positionals.includes(part.name) || part.name === 'build';
    if (wanted) results.push(await runPart(part));
  }
  summarize(results);
}

/** @param {TestPart} part @returns {Promise<Result>} */
async function runPart(part) {
  console.log(`\n── ${part.name}: ${part.title}`);
  const log = join(artifactsFolder, `${part.name}.log`);
  await rm(log, { force: true });
  const begin = performance.now();
  const code = await part.run(log).catch(async error => {
    await appendFile(log, `${error instanceof Error ? error.message : error}\n`);
    return 1;
  });
  const seconds = (performance.now() - begin) / 1000;
  const text = await readFile(log, 'utf8').catch(() => '');
  const result = { name: part.name, seconds, ...countTests(text, code) };
  if (result.failed > 0) console.log(text);
  console.log(describe(result));
  return result;
}

/** @param {Result} result */
function describe({ name, passed, failed, skipped, seconds }) {
  const counts = `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
  return `${failed > 0 ? '✖' : '✔'} ${name.padEnd(10)}${`${seconds.toFixed(1)} s`.padStart(8)}   ${counts}`;
}

/** @param {readonly Result[]} results */
function summarize(results) {
  console.log('\n── Summary');
  for (const result of results) console.log(describe(result));
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  const failed = results.reduce((sum, result) => sum + result.failed, 0);
  console.log(`\n${passed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.log('\n0 passed, 1 failed');
  process.exitCode = 1;
}
