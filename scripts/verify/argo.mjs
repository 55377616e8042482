// Exports pipelines to Argo and lets its own `argo lint --offline`, which must be on the PATH, read them: `npm run verify:argo`.
// CONTRIBUTING.md says how to build it where there is Go.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportArgo } from '../../exporters/argo/export-argo.ts';
import { exportSource } from '../../test/exporters/export-source.ts';
import { randomPipeline } from '../../test/exporters/random-pipeline.ts';
import { richPipeline } from '../../test/exporters/rich-pipeline.ts';
import { randomFrom } from '../../test/random.ts';
import { projectFolder } from '../folders.mjs';

const work = mkdtempSync(join(tmpdir(), 'dagwright-argo-'));
const out = join(work, 'out');
try {
  mkdirSync(out);
  const rich = join(work, 'rich.pipeline.yaml');
  writeFileSync(rich, richPipeline);
  const examples = ['penguins', 'islands', 'flaky'].map(name =>
    join(projectFolder, 'examples', name, `${name}.pipeline.yaml`),
  );
  for (const file of [...examples, rich]) exportByCommand(file);
  const random = exportRandom(200);
  console.log(`${random} of 200 random pipelines have an export.`);
  const { status, error } = spawnSync('argo', ['lint', '--offline', out], { stdio: 'inherit' });
  if (error) console.error('There is no argo on the PATH: see CONTRIBUTING.md.');
  process.exitCode = status ?? 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}

/** @param {string} file */
function exportByCommand(file) {
  const main = join(projectFolder, 'runner', 'cli', 'main.ts');
  const { stdout, stderr, status } = spawnSync(process.execPath, [main, 'export', file, '--to', 'argo', '--out', out], {
    encoding: 'utf8',
  });
  process.stdout.write(stdout);
  if (status !== 0)
    console.log(
      stderr
        .split('\n')
        .filter(line => /refused|not exported/.test(line))
        .join('\n'),
    );
}

/**
 * Writes the exports of so many random pipelines, and answers how many of them have one.
 * @param {number} count
 */
function exportRandom(count) {
  let exported = 0;
  for (let seed = 1; seed <= count; seed++) {
    const { files } = exportArgo({ ...exportSource(randomPipeline(randomFrom(seed))), name: `random-${seed}` });
    for (const { path, text } of files) writeFileSync(join(out, path), text);
    if (files.length > 0) exported++;
  }
  return exported;
}
