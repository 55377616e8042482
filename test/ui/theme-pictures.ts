// Takes pictures of a failed run in every theme, for a person to look at: node test/ui/theme-pictures.ts
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { copyWorkspace } from '../vscode-web/workspace-copy.ts';
import { openWorkbench } from './workbench.ts';

/** With what the body of a webview says of them. */
const themes = [
  ['Default Dark Modern', 'vscode-dark'],
  ['Default High Contrast', 'vscode-high-contrast'],
  ['Default High Contrast Light', 'vscode-high-contrast-light'],
  ['Default Light Modern', 'vscode-light'],
] as const;

const workbench = await openWorkbench(await copyWorkspace());
const settings = join(workbench.folder, '.vscode', 'settings.json');
await mkdir(join(workbench.folder, '.vscode'), { recursive: true });
await workbench.showRuns();
await workbench.open('failing.pipeline.yaml');
await workbench.command('Dagwright: Show Graph');
const graph = workbench.graph();
await graph.locator('g.node[data-task="bad"]').waitFor();
await workbench.command('View: Focus First Editor Group');
await workbench.command('Dagwright: Run Pipeline');
await workbench.runsRow('failed in').waitFor();
await workbench.until(workbench.terminal().filter({ hasText: /bad +│/ }), () =>
  workbench.command('Dagwright: Show Run Output'),
);
await workbench.until(graph.locator('#time .row').first(), () => graph.locator('#time-button').click());
for (const [theme, name] of themes) {
  await workbench.until(graph.locator(`body.${name}`), () =>
    writeFile(settings, JSON.stringify({ 'workbench.colorTheme': theme })),
  );
  await workbench.screenshot(`theme-${name}`);
}
await workbench.close();
