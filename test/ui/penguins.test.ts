import { after, before, describe, test } from 'node:test';
import { copyExamples } from '../vscode-web/workspace-copy.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

describe('The example', { timeout: 180_000 }, () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await openWorkbench(await copyExamples());
  });
  after(() => workbench.close());

  test('learns from the penguins', async () => {
    await workbench.open('penguins');
  });
});
