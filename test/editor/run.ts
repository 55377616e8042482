// Runs the one mocha suite in a real VS Code: the desktop's, or the browser's where that cannot be had.
import { join } from 'node:path';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { artifactsFolder, projectFolder } from '../../scripts/folders.mjs';
import { copyWorkspace } from '../vscode-web/workspace-copy.ts';
import { bundleSuite } from './bundle-suite.ts';

async function main(): Promise<void> {
  const extensionTestsPath = await bundleSuite(join(artifactsFolder, 'editor-suite'));
  const vscodeExecutablePath = (await getDesktop()) ?? join(import.meta.dirname, 'code-in-browser.ts');
  console.log(`VS Code: ${vscodeExecutablePath}`);
  const workspace = await copyWorkspace();
  try {
    await runTests({
      vscodeExecutablePath,
      extensionDevelopmentPath: projectFolder,
      extensionTestsPath,
      extensionTestsEnv: { ARTIFACTS: artifactsFolder, DAGWRIGHT_COMMAND: join(projectFolder, 'dist', 'dagwright.js') },
      launchArgs: [workspace.folder, '--disable-extensions'],
    });
  } finally {
    await workspace.remove();
  }
}

/** The desktop's needs a screen and its maker's download; `E2E_HOST` decides where that must not be left to chance. */
async function getDesktop(): Promise<string | undefined> {
  const host = process.env.E2E_HOST ?? 'auto';
  const hasScreen = process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (host === 'web' || (host === 'auto' && !hasScreen)) return undefined;
  try {
    return await downloadAndUnzipVSCode('stable');
  } catch (error) {
    if (host === 'desktop') throw error;
    console.log(`No desktop VS Code: ${error instanceof Error ? error.message : error}`);
    return undefined;
  }
}

await main().catch(error => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
