import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import { type PicturedPipeline, readPicture } from '../../../runner/schedule-folder/schedule-picture.ts';
import { runOf, runState, untilEnd } from './runs.ts';
import { until } from './until.ts';
import { closeEditors, openFile, workspaceFolder } from './workspace.ts';

const name = 'by-itself.pipeline.yaml';
const text = `triggers: [{ cron: "0 2 29 2 *", timezone: UTC }, { files: ["in/*.csv"], debounce: 50ms }]
tasks: { a: { run: echo hello } }
`;

suite('Triggers', () => {
  const folder = () => workspaceFolder();
  const file = () => vscode.Uri.file(join(folder(), name));
  const command = (verb: string) => vscode.commands.executeCommand(`dagwright.${verb}`, file());
  const pictured = (): PicturedPipeline | undefined => {
    const picture = readPicture(folder());
    return picture?.isAlive ? picture.pipelines.find(pipeline => pipeline.file === name) : undefined;
  };

  teardown(async () => {
    await closeEditors();
    await command('switchTriggersOff');
    await until('the scheduler to go', () => !readPicture(folder())?.isAlive);
    for (const one of [name, 'in']) await rm(join(folder(), one), { recursive: true, force: true });
  });

  test('start nothing until they are switched on, then runs when data comes, and nothing when they are off again', async () => {
    await writeFile(file().fsPath, text);
    await mkdir(join(folder(), 'in'));
    await openFile(name);
    assert.equal(pictured(), undefined);
    await command('switchTriggersOn');
    const armed = await until('the triggers to be armed', () => pictured());
    assert.deepEqual([armed.triggers.map(({ kind }) => kind), armed.paused], [['cron', 'files'], false]);
    // At once: whether something schedules it is not a matter of half a second.
    await command('pauseTriggers');
    await until('it to be paused', () => pictured()?.paused);
    await command('resumeTriggers');
    await until('it to be resumed', () => pictured()?.paused === false);
    const id = await runOf(() => writeFile(join(folder(), 'in', 'a.csv'), '1'));
    assert.equal((await untilEnd(id)).status, 'success');
    assert.deepEqual((await runState(id))?.started.trigger?.files, ['in/a.csv']);
  });
});
