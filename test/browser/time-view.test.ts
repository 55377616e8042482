import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { drawnFlowchart } from '../../extension/graph/drawn-flowchart.ts';
import type { AttemptTimes, TaskTimes, TimesMessage } from '../../extension/graph/messages.ts';
import { GraphBrowser, themes } from './graph-browser.ts';

const browser = new GraphBrowser();

before(() => browser.start());
after(() => browser.stop());

const ran = (startedAt: number, endedAt: number, failure?: string): AttemptTimes => ({
  startedAt,
  endedAt,
  ...(failure === undefined ? {} : { failure }),
});

const tasks: readonly TaskTimes[] = [
  { task: 'load', label: 'load', status: 'success', depth: 0, isCached: true, attempts: [], endedAt: 20 },
  { task: 'train', label: 'train', status: 'success', depth: 0, openedAt: 25, attempts: [], endedAt: 6200 },
  {
    task: 'train[model=linear]',
    label: 'model=linear',
    status: 'success',
    depth: 1,
    queuedAt: 25,
    attempts: [ran(40, 2400)],
    endedAt: 2400,
    slackMs: 3800,
  },
  {
    ...{
      task: 'train[model=forest]',
      label: 'model=forest',
      status: 'success',
      depth: 1,
      queuedAt: 25,
      slackMs: 0,
      endedAt: 6200,
    },
    attempts: [ran(40, 1900, 'exit code 1'), ran(3000, 6200)],
  },
  {
    ...{ task: 'evaluate', label: 'evaluate' },
    status: 'failed',
    depth: 0,
    queuedAt: 6200,
    attempts: [ran(6300, 8100, 'exit code 2')],
    endedAt: 8100,
  },
  { task: 'deploy', label: 'deploy', status: 'upstream_failed', depth: 0, attempts: [], endedAt: 8100 },
];

const run: TimesMessage = {
  ...{ type: 'times', run: '/r', startedAt: 0, endedAt: 8100, tasks },
  criticalPath: ['train[model=forest]', 'evaluate'],
  before: [
    ['train[model=forest]', 40, 3100],
    ['evaluate', 3200, 4700],
  ],
};

test('each task has its bars in time, a cached one a point, and the critical path is marked', async () => {
  const page = await opened(run);
  assert.deepEqual(await rowWords(page), [
    'load, success, cached',
    'train, success, group 6.2s',
    'train[model=linear], success, waited 15ms, ran 2.4s, slack 3.8s',
    'train[model=forest], success, waited 15ms, attempt 1 failed (exit code 1) after 1.9s, waited for the retry 1.1s, attempt 2 ran 3.2s, on the critical path',
    'evaluate, failed, waited 100ms, failed (exit code 2) after 1.8s, on the critical path',
    'deploy, upstream failed',
  ]);
  const [forest, linear] = [
    boxOf(page, 'train[model=forest]', '.success'),
    boxOf(page, 'train[model=linear]', '.success'),
  ];
  assert.ok((await forest).x > (await linear).x + (await linear).width);
  const [slack, last] = [await boxOf(page, 'train[model=linear]', '.slack'), await forest];
  assert.ok(Math.abs(slack.x + slack.width - last.x - last.width) < 2, 'it could have ended with the group');
  for (const theme of themes) {
    await browser.setTheme(page, theme);
    await browser.screenshot(page, `time-${theme.replace('vscode-', '')}`);
  }
});

test('a task is selected by keys and opened by Enter, and the graph lights it too', async () => {
  const page = await opened(run);
  await page.locator('#time-rows').focus();
  for (const key of ['End', 'ArrowUp']) await page.keyboard.press(key);
  assert.equal(await page.locator('#time .row[aria-selected="true"] .name').textContent(), 'evaluate');
  assert.equal(await page.locator('#stage .at-cursor').getAttribute('data-task'), 'evaluate');
  await page.keyboard.press('Enter');
  assert.deepEqual(await page.evaluate('posted.at(-1)'), { type: 'output', task: 'evaluate' });
});

test('a click on what was run shows its output, one beside it only selects the task', async () => {
  const page = await opened(run);
  await page.locator('#time .row[data-task="deploy"]').click({ position: { x: 400, y: 10 } });
  assert.equal(await page.locator('#time .row[aria-selected="true"] .name').textContent(), 'deploy');
  assert.notDeepEqual(await page.evaluate('posted.at(-1)'), { type: 'output', task: 'deploy' });
  await page.locator('#time .row[data-task="evaluate"] .bar.failed').click();
  assert.deepEqual(await page.evaluate('posted.at(-1)'), { type: 'output', task: 'evaluate' });
  assert.equal(await page.locator('#stage .at-cursor').getAttribute('data-task'), 'evaluate');
});

test('each row has the menu of its task, and the keyboard that of the selected one', async () => {
  const page = await opened(run);
  await browser.send(page, { type: 'statuses', run: '/r', statuses: [['evaluate', 'failed']] });
  const menu = {
    webviewSection: 'task',
    task: 'evaluate',
    folder: '/r',
    dagwrightOutput: true,
    dagwrightActive: false,
    dagwrightFailed: true,
    dagwrightInterrupted: false,
  };
  const contextOf = async (place: string) =>
    JSON.parse((await page.locator(place).getAttribute('data-vscode-context')) ?? '');
  await browser.send(page, { type: 'cursor', task: 'evaluate' });
  assert.deepEqual(await contextOf('#time .row[data-task="evaluate"]'), menu);
  assert.deepEqual(await contextOf('#time-rows'), menu);
});

test('the next run is drawn as the past lets expect it, until another run begins', async () => {
  const page = await opened(run);
  await browser.send(page, { type: 'statuses', run: '/r', statuses: [] });
  await page.locator('#next-button').click();
  assert.deepEqual(await page.evaluate('posted.at(-1)'), { type: 'watch-times', watches: 'next' });
  const names = ['load', 'train', 'evaluate'];
  await browser.send(page, {
    ...{ type: 'times', run: null, isNext: true, startedAt: 0, endedAt: 9000 },
    tasks: names.map(task => ({ task, label: task, status: 'pending', depth: 0, attempts: [] })),
    order: names,
    expected: [
      ['load', 0, 2000],
      ['train', 2000, 8000],
      ['evaluate', 8000, 9000],
    ],
    guessed: ['evaluate'],
    criticalPath: names,
  });
  assert.match((await page.locator('#time-title').textContent()) ?? '', /Next run: about 9s/);
  assert.deepEqual(await rowWords(page), [
    'load, expected 2s, from 0ms on, on the critical path',
    'train, expected 6s, from 2s on, on the critical path',
    'evaluate, guessed 1s, from 8s on, on the critical path',
  ]);
  for (const theme of themes) {
    await browser.setTheme(page, theme);
    await browser.screenshot(page, `time-next-${theme.replace('vscode-', '')}`);
  }
  await browser.send(page, { type: 'statuses', run: '/other', statuses: [] });
  assert.deepEqual(await page.evaluate('posted.at(-1)'), { type: 'watch-times', watches: 'newest' });
});

test('the cursor in the text selects the row', async () => {
  const page = await opened(run);
  await browser.send(page, { type: 'cursor', task: 'deploy' });
  assert.equal(await page.locator('#time .row[aria-selected="true"] .name').textContent(), 'deploy');
});

test('zooming widens the bars and 0 brings the whole run back', async () => {
  const page = await opened(run);
  const rows = page.locator('#time-rows');
  // A scroll bar that comes or goes changes the room, and a resize is told a moment later: the share of it is what counts.
  const untilShare = (least: number, most: number) =>
    page.waitForFunction(
      ([from, to]) => {
        const bar = document.querySelector('#time [data-task="evaluate"] .failed')?.getBoundingClientRect().width ?? 0;
        const share = bar / (document.querySelector('#time-rows')?.clientWidth ?? 1);
        return share >= from && share <= to;
      },
      [least, most] as const,
    );
  await untilShare(0.1, 0.2);
  await rows.focus();
  for (let press = 0; press < 3; press++) await page.keyboard.press('+');
  await untilShare(0.35, 0.7);
  await page.keyboard.press('0');
  await untilShare(0.1, 0.2);
});

test('what goes on grows, and what is to come is expected', async () => {
  const now = Date.now();
  const page = await opened({
    ...{ type: 'times', run: '/live', startedAt: now - 3000 },
    tasks: [
      {
        task: 'load',
        label: 'load',
        status: 'running',
        depth: 0,
        queuedAt: now - 3000,
        attempts: [{ startedAt: now - 2900 }],
      },
      { task: 'train', label: 'train', status: 'pending', depth: 0, attempts: [] },
    ],
    expected: [
      ['load', 0, 4000],
      ['train', 4000, 9000],
    ],
  });
  const width = async () => (await boxOf(page, 'load', '.running')).width;
  const first = await width();
  await page.waitForFunction(
    before => (document.querySelector('#time .running')?.getBoundingClientRect().width ?? 0) > before,
    first,
  );
  assert.ok((await boxOf(page, 'train', '.expected')).width > 0);
});

test('of ten thousand tasks only those in sight are on the page, and the last can be reached', async () => {
  const many = Array.from({ length: 10_000 }, (_, index): TaskTimes => {
    return {
      task: `t${index}`,
      label: `t${index}`,
      status: 'success',
      depth: 0,
      attempts: [ran(index, index + 50)],
      endedAt: index + 50,
    };
  });
  const page = await opened({ type: 'times', run: '/many', startedAt: 0, endedAt: 10_050, tasks: many });
  assert.ok((await page.locator('#time .row').count()) < 60);
  await page.locator('#time-rows').focus();
  await page.keyboard.press('End');
  await page.locator('#time .row', { hasText: 't9999' }).waitFor();
});

test('without a run it says what to do, and a look is asked for only while it is open', async () => {
  const page = await opened({ type: 'times', run: null, startedAt: 0, endedAt: 0, tasks: [] });
  assert.match((await page.locator('#time-empty').textContent()) ?? '', /Run the pipeline/);
  assert.deepEqual(await page.evaluate('posted.at(-1)'), { type: 'watch-times', watches: 'newest' });
  await page.locator('#time-button').click();
  assert.deepEqual(await page.evaluate('posted.at(-1)'), { type: 'watch-times', watches: 'none' });
});

async function opened(message: TimesMessage): Promise<Page> {
  const page = await browser.open();
  const nodes = ['load', 'train', 'evaluate', 'deploy'].map(name => {
    return { name, kind: 'task', label: name, range: { start: 0, end: 0 } } as const;
  });
  const edges = [0, 1, 2].map(index => {
    return { from: nodes[index]?.name ?? '', to: nodes[index + 1]?.name ?? '', kind: 'needs' } as const;
  });
  const flowchart = drawnFlowchart({ nodes, edges }, 'TB');
  await browser.send(page, { type: 'flowchart', flowchart, nodes, shows: 'all', folded: 0, groups: 0 });
  await page.locator('#stage .node').first().waitFor();
  await page.locator('#time-button').click();
  await browser.send(page, { order: message.tasks.map(({ task }) => task), ...message });
  return page;
}

async function rowWords(page: Page): Promise<readonly (string | null)[]> {
  return page.locator('#time .row').evaluateAll(all => all.map(row => row.getAttribute('aria-label')));
}

async function boxOf(page: Page, task: string, bar: string): Promise<{ x: number; width: number }> {
  const box = await page.locator(`#time .row[data-task="${task}"] .bar${bar}`).last().boundingBox();
  assert.ok(box);
  return box;
}
