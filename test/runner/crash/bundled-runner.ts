import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Bundles `mortal-runner.ts`, which hundreds of processes are to run, and answers the program's path; it goes with this process. */
export async function bundledRunner(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'dagwright-mortal-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const outfile = join(folder, 'mortal-runner.mjs');
  const require = "import { createRequire } from 'node:module';const require = createRequire(import.meta.url);";
  await build({
    ...{ entryPoints: [fileURLToPath(new URL('mortal-runner.ts', import.meta.url))], outfile },
    ...{ bundle: true, format: 'esm', platform: 'node', target: 'node20', logLevel: 'error' },
    banner: { js: require },
  });
  return outfile;
}
