// Exports pipelines to Argo and lets its own `argo lint --offline`, which must be on the PATH, read them: `npm run verify:argo`.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { richPipeline } from '../../test/exporters/rich-pipeline.ts';
import { projectFolder } from '../folders.mjs';

const work = mkdtempSync(join(tmpdir(), 'dagwright-argo-'));
try {
  const rich = join(work, 'rich.pipeline.yaml');
  writeFileSync(rich, richPipeline);
  const out = join(work, 'out');
  for (const file of [join(projectFolder, 'examples', 'penguins', 'penguins.pipeline.yaml'), rich]) {
    const main = join(projectFolder, 'runner', 'cli', 'main.ts');
    execFileSync(process.execPath, [main, 'export', file, '--to', 'argo', '--out', out], {
      stdio: ['ignore', 'inherit', 'ignore'],
    });
  }
  const { status, error } = spawnSync('argo', ['lint', '--offline', out], { stdio: 'inherit' });
  if (error) console.error('There is no argo on the PATH: see https://argo-workflows.readthedocs.io.');
  process.exitCode = status ?? 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}
