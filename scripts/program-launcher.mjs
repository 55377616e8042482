import { chmod, readFile, rename, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { build } from 'esbuild';

/** What `programLauncher` makes: the launcher, and what says that it is CommonJS, which Node starts sooner. */
export const launcherFiles = ['dist/dagwright.js', 'dist/package.json'];

/**
 * Makes the launcher of the program that is bundled, each time that it was: it knows the program by its name, which has a
 * hash of the content in it, so that compiled code is never taken for that of another build.
 *
 * @param {import('esbuild').BuildOptions} options
 * @returns {import('esbuild').Plugin}
 */
export function programLauncher(options) {
  return {
    name: 'program-launcher',
    setup(bundle) {
      bundle.initialOptions.metafile = true;
      bundle.onEnd(async ({ metafile }) => {
        const program = Object.keys(metafile?.outputs ?? {}).find(file => file.endsWith('.cjs'));
        if (program === undefined) return;
        await checkAscii(program);
        const define = { programFile: JSON.stringify(basename(program)) };
        const outfile = 'dist/dagwright/launcher';
        await build({ ...options, entryPoints: ['runner/cli/launch/launch.ts'], outfile, format: 'cjs', define });
        await writeFile('dist/package.json', '{ "type": "commonjs" }\n');
        // For those who call it by its path.
        await chmod(outfile, 0o755);
        await rename(outfile, 'dist/dagwright.js');
      });
    },
  };
}

/**
 * One other sign, which esbuild leaves in regular expressions as it is, and Node needs twice as long to read the program.
 *
 * @param {string} program
 */
async function checkAscii(program) {
  const bytes = await readFile(program);
  const place = bytes.findIndex(byte => byte > 127);
  if (place < 0) return;
  const before = bytes.toString('latin1', Math.max(0, place - 60), place);
  throw new Error(`Write as an escape what stands in ${program} behind: ${before}`);
}
