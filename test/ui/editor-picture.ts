// Takes the picture of the README, the penguins in the middle of a run: node test/ui/editor-picture.ts
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { examplesFolder } from '../../scripts/examples.mjs';
import { artifactsFolder, projectFolder } from '../../scripts/folders.mjs';
import type { WorkspaceCopy } from '../vscode-web/workspace-copy.ts';
import { openWorkbench } from './workbench.ts';

const workbench = await openWorkbench(await examplesByTheirName());
const { page } = workbench;
await workbench.command('Preferences: Toggle between Light/Dark Themes');
await workbench.open('penguins.pipeline.yaml');
await workbench.command('Dagwright: Show Graph');
await workbench.graph().locator('g.node[data-task="ingest"]').waitFor();
await workbench.showRuns();
await workbench.text.goTo(36, 1);
await workbench.command('Dagwright: Run Pipeline');
await workbench.graph().locator('g.node.status-success[data-task="train_knn"]').waitFor();
await workbench.graph().locator('g.node.status-running[data-task="train_forest"]').waitFor();
await workbench.runsRow('4/9').waitFor();
await page.mouse.move(640, 790);
const pictures = join(projectFolder, 'docs', 'pictures');
await mkdir(pictures, { recursive: true });
await page.screenshot({ path: join(pictures, 'editor.png') });
await workbench.graph().locator('g.node.status-success[data-task="deploy"]').waitFor();
await workbench.close();

/** In a folder called `examples`, as the picture shows its name. */
async function examplesByTheirName(): Promise<WorkspaceCopy> {
  await mkdir(artifactsFolder, { recursive: true });
  const parent = await mkdtemp(join(artifactsFolder, 'picture-'));
  const folder = join(parent, 'examples');
  await cp(examplesFolder, folder, {
    recursive: true,
    filter: source => !/[/\\](?:data|build|\.dagwright)$/.test(source),
  });
  // The runs belong here, whatever lies further up.
  await mkdir(join(folder, '.git'));
  return { folder, remove: () => rm(parent, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 }) };
}
