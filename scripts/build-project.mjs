import { join } from 'node:path';
import { projectFolder } from './folders.mjs';
import { runCommand } from './run-command.mjs';

/** Makes the bundles in dist/. Throws when they cannot be made; the reason is printed then. */
export async function buildProject() {
  console.log('Building …');
  const script = join(projectFolder, 'scripts', 'build.mjs');
  const code = await runCommand(process.execPath, [script], { cwd: projectFolder, quiet: true });
  if (code !== 0) throw new Error('The build failed: see its message above.');
}
