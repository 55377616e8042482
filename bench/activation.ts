// How long the activation keeps the extension host, as VS Code itself measured it ("Show Running Extensions": loading the
// code and calling `activate`), each time in an editor of its own, median: node bench/activation.ts [times]

import { chooseCommand, chooseFile } from '../test/ui/palette.ts';
import { openSession } from '../test/vscode-web/session.ts';
import { copyWorkspace } from '../test/vscode-web/workspace-copy.ts';

const times = Number(process.argv[2] ?? 5);
const measured: number[] = [];
for (let time = 0; time < times; time++) {
  measured.push(await activationTime());
  console.log(`activation ${measured.at(-1)} ms`);
}
const sorted = measured.toSorted((a, b) => a - b);
console.log(`median of ${times}: ${sorted[Math.floor(times / 2)]} ms`);

async function activationTime(): Promise<number> {
  const workspace = await copyWorkspace();
  const { page, port, close } = await openSession({ trust: true, linkExtension: true });
  try {
    await page.goto(`http://127.0.0.1:${port}/?folder=${encodeURIComponent(workspace.folder)}`);
    await page.locator('.statusbar-item').first().waitFor();
    await chooseFile(page, 'quick.pipeline.yaml');
    await page.locator('.codelens-decoration', { hasText: 'Run Pipeline' }).waitFor();
    // Rows out of sight are not in the page.
    await page.setViewportSize({ width: 1280, height: 4000 });
    await chooseCommand(page, 'Developer: Show Running Extensions');
    const row = page.locator('.runtime-extensions-editor .monaco-list-row', { hasText: 'dagwright' });
    const text = await row
      .locator('.activation-time')
      .filter({ hasText: /\d+\s*ms/ })
      .innerText();
    return Number(/(\d+)\s*ms/.exec(text)?.[1]);
  } finally {
    await close();
    await workspace.remove();
  }
}
