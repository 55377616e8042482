import { after, afterEach, before, describe, type TestContext, test } from 'node:test';
import { copyExamples } from '../vscode-web/workspace-copy.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

describe('The example of the penguins', { timeout: 420_000 }, () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await openWorkbench(await copyExamples());
  });
  afterEach(context => workbench.pictureFailure(context as TestContext));
  after(() => workbench.close());

  test('runs to its end on real data', async () => {
    const graph = workbench.graph();
    await workbench.open('penguins.pipeline.yaml');
    await workbench.command('Dagwright: Show Graph');
    await graph.locator('g.node[data-task="ingest"]').waitFor();
    await workbench.command('Dagwright: Run Pipeline');
    await graph.locator('g.node.status-success[data-task="evaluate"]').waitFor();
    await graph.locator('g.node.status-success[data-task="deploy"]').waitFor();
    await workbench.screenshot('9-penguins');
  });
});
