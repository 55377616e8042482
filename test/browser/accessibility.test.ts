import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { drawnFlowchart } from '../../extension/graph/drawn-flowchart.ts';
import type { TaskTimes } from '../../extension/graph/messages.ts';
import type { GraphNode } from '../../pipeline/graph.ts';
import type { TaskStatus } from '../../pipeline/pipeline.ts';
import { GraphBrowser, themes } from './graph-browser.ts';

const browser = new GraphBrowser();
let axe: string;

before(async () => {
  axe = await readFile(join(import.meta.dirname, '../../node_modules/axe-core/axe.min.js'), 'utf8');
  await browser.start();
});
after(() => browser.stop());

const statuses: readonly TaskStatus[] = [
  ...(['pending', 'queued', 'running', 'retrying', 'success'] as const),
  ...(['failed', 'skipped', 'upstream_failed', 'cancelled'] as const),
];

for (const theme of themes) {
  test(`nothing in the graph, the table and the time view stands in anybody's way, ${theme}`, async () => {
    const page = await browser.open();
    await browser.setTheme(page, theme);
    await fill(page);
    await page.locator('#stage [data-task="failed"]').focus();
    await page.locator('#card').waitFor({ state: 'attached' });
    assert.deepEqual(await violationsOf(page), []);
    await page.locator('#table-button').click();
    assert.deepEqual(await violationsOf(page), []);
    await browser.screenshot(page, `accessible-table-${theme}`);
    await page.locator('#table-button').click();
    await page.locator('#time-button').click();
    await page.locator('#time-rows [role="option"]').first().waitFor();
    assert.deepEqual(await violationsOf(page), []);
    await browser.screenshot(page, `accessible-time-${theme}`);
  });
}

/** A task of each status, a missing one and a faulty one, in a run that goes on. */
async function fill(page: Page): Promise<void> {
  const node = (name: string): GraphNode => ({ name, kind: 'task', range: { start: 0, end: 0 }, label: name });
  const nodes = [...statuses.map(node), { ...node('lod'), kind: 'missing' as const }];
  const edges = [{ from: 'lod', to: 'pending', kind: 'needs' as const }];
  const flowchart = drawnFlowchart({ nodes, edges }, 'TB', new Set(['success']));
  await browser.send(page, { type: 'flowchart', flowchart, nodes, shows: 'all', folded: 0, groups: 0 });
  await page.locator('#stage .node').first().waitFor();
  await browser.send(page, { type: 'statuses', statuses: statuses.map(one => [one, one]), run: '/runs/1' });
  const tasks = statuses.map(
    (status): TaskTimes => ({
      ...{ task: status, label: status, status, depth: 0, queuedAt: 1000 },
      attempts: [{ startedAt: 2000, endedAt: 5000 }],
    }),
  );
  const times = { run: '/runs/1', startedAt: 0, endedAt: 9000, tasks, order: statuses, criticalPath: ['success'] };
  await browser.send(page, { type: 'times', ...times });
}

/** What axe finds wrong by the rules of WCAG 2.2 at level AA, and where. */
async function violationsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const { violations } = await page.evaluate<AxeResults>(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })`,
  );
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html.slice(0, 160)}`));
}
