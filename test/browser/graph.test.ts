import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { after, before, beforeEach, test } from 'node:test';
import type { Page } from 'playwright-core';
import { drawnFlowchart } from '../../extension/graph/drawn-flowchart.ts';
import type { FromGraph, StatusesMessage, ToGraph } from '../../extension/graph/messages.ts';
import type { Graph, GraphNode } from '../../pipeline/graph.ts';
import { GraphBrowser, themes } from './graph-browser.ts';

const browser = new GraphBrowser();
let page: Page;

before(() => browser.start());
after(() => browser.stop());
beforeEach(async () => {
  page = await browser.open();
});

const ready: FromGraph & { readonly type: 'ready' } = {
  type: 'ready',
  view: { direction: 'TB', folding: 'auto', except: [] },
  watches: 'none',
};
const labels = '#stage .node .text-outer-tspan:not(:empty)';

const nothing: Graph = { nodes: [], edges: [] };

const unfolded = { folded: 0, groups: 0 };

const train: Graph = {
  nodes: [task('load'), task('train'), task('deploy', 'if params.go')],
  edges: [needs('load', 'train'), needs('train', 'deploy')],
};

/** What the menu of a task is told that nothing has happened to. */
const notRun = { dagwrightOutput: false, dagwrightActive: false, dagwrightFailed: false, dagwrightInterrupted: false };

test('a graph says that it is ready and draws each task with its name', async () => {
  await draw(train);
  assert.deepEqual(await page.evaluate('posted'), [ready]);
  assert.deepEqual(await texts(labels), ['load', 'train', 'deploy', 'if params.go']);
  assert.equal(await page.locator('#stage .flowchart-link').count(), 2);
  await browser.screenshot(page, 'graph');
});

test('the page runs no script but its own and loads nothing', async () => {
  await draw(train);
  await page.evaluate(
    `document.body.insertAdjacentHTML('beforeend', '<img src=x onerror="window.owned = 1"><script>window.owned = 2</script>')`,
  );
  await page.evaluate(
    `{ const s = document.createElement('script'); s.textContent = 'window.owned = 3'; document.body.append(s); }`,
  );
  await page.evaluate(
    `fetch('http://elsewhere.test/').then(() => { window.owned = 4; }, () => { window.refused = true; })`,
  );
  await page.waitForFunction('window.refused');
  assert.equal(await page.evaluate('window.owned'), undefined);
});

test('names that look like markup or Mermaid are text', async () => {
  const names = [
    '"]; click t0 href "javascript:window.owned=1"',
    '<img src=x onerror=window.owned=1>',
    '<script>window.owned=1</script>',
    '%%{init: {"securityLevel": "loose"}}%%',
    'style:"a"; classDef b:#fff;',
    '&lt;b&gt; &amp; #quot; #35;',
    '`**bold**` _x_ 1. one',
    '20 °C ¶ straße 日本 😀',
    '\\d $$x^2$$ fa:fa-car',
    'end',
    '__proto__',
  ];
  await draw({ nodes: names.map(name => task(name)), edges: [] });
  assert.deepEqual(await texts(labels), names);
  await draw({
    nodes: [...names, 'ﬂ°°60¶ßimg src=x onerror=window.owned=1ﬂ°°62¶ß'].map(name => task(name)),
    edges: [],
  });
  assert.equal(await page.locator('#stage :is(a, img, script, foreignObject, image, style)').count(), 0);
  assert.equal(await page.evaluate('window.owned'), undefined);
  await tell([
    ['__proto__', 'running'],
    ['end', 'failed'],
  ]);
  assert.match((await node('__proto__').getAttribute('class')) ?? '', /status-running/);
});

test('statuses change classes and words of the very same elements, and nothing is laid out', async () => {
  await draw(train);
  await page.evaluate(`{
    window.picture = document.querySelector('#stage svg');
    window.element = document.querySelector('[data-task="train"]');
    window.changes = 0;
    new MutationObserver(all => { changes += all.filter(one => one.type === 'childList' && one.target.matches('#stage')).length; })
      .observe(document.body, { childList: true, subtree: true });
  }`);
  await tell([
    ['load', 'success'],
    ['train', 'running'],
  ]);
  assert.equal(await node('train').getAttribute('aria-label'), 'train, running');
  assert.equal(await page.locator('#summary').textContent(), '1 running · 1 success');
  await tell([
    ['train', 'failed'],
    ['load', null],
  ]);
  assert.equal(await node('train').getAttribute('class'), 'node status-failed');
  assert.equal(await node('load').getAttribute('class'), 'node');
  assert.equal(await page.locator('#summary').textContent(), '1 failed');
  assert.equal(
    await page.evaluate(
      `picture === document.querySelector('#stage svg') && element === document.querySelector('[data-task="train"]') && changes === 0`,
    ),
    true,
  );
});

test('statuses that came before a drawing, or before a new one, are on it', async () => {
  await tell([['train', 'running']]);
  await draw(train);
  assert.match((await node('train').getAttribute('class')) ?? '', /status-running/);
  await draw({ nodes: [...train.nodes, task('more')], edges: train.edges });
  assert.match((await node('train').getAttribute('class')) ?? '', /status-running/);
});

test('each status has a colour and a sign of its own in each theme, and a new theme needs no new drawing', async () => {
  const all = [
    'pending',
    'queued',
    'running',
    'retrying',
    'success',
    'failed',
    'skipped',
    'upstream_failed',
    'cancelled',
  ] as const;
  await draw({ nodes: all.map(status => task(status)), edges: [] });
  await tell(all.map(status => [status, status]));
  await page.evaluate(`window.picture = document.querySelector('#stage svg')`);
  const seen = new Set<string>();
  for (const theme of themes) {
    await browser.setTheme(page, theme);
    const looks = await page.evaluate<string[]>(`[...document.querySelectorAll('#stage .node')].map(node => {
      const outline = getComputedStyle(node.querySelector('.label-container'));
      return outline.stroke + outline.strokeWidth + outline.strokeDasharray + node.querySelector('.icon').getAttribute('d');
    })`);
    assert.equal(new Set(looks).size, all.length, theme);
    seen.add(looks.join());
    await browser.screenshot(page, `graph-${theme}`);
  }
  assert.equal(seen.size, themes.length);
  assert.equal(await page.evaluate(`picture === document.querySelector('#stage svg')`), true);
});

test('a click, Enter and Space ask for the source line of a task; a drag does not', async () => {
  await draw(train);
  await node('train').click();
  await page.locator('#stage .node').first().focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  const box = await node('deploy').boundingBox();
  assert.ok(box);
  await page.mouse.move(box.x + 10, box.y + 10);
  await page.mouse.down();
  await page.mouse.move(box.x + 60, box.y + 40, { steps: 4 });
  await page.mouse.up();
  // A card is asked for as soon as the pointer, or the focus, rests on a node for a moment.
  assert.deepEqual(await page.evaluate(`posted.filter(({ type }) => type !== 'ask')`), [
    ready,
    ...['train', 'load', 'train'].map(name => ({ type: 'reveal', task: name })),
  ]);
  const moved = await node('deploy').boundingBox();
  assert.ok(
    moved && Math.abs(moved.x - box.x - 50) < 1 && Math.abs(moved.y - box.y - 30) < 1,
    'the drag has moved the graph',
  );
});

test('the task at the cursor is lit with its edges, also in a later drawing, and is brought into view', async () => {
  await draw(train);
  await send({ type: 'cursor', task: 'train' });
  assert.equal(await page.locator('#stage .at-cursor').getAttribute('data-task'), 'train');
  assert.equal(await page.locator('#stage .lit').count(), 2);
  await draw({ nodes: [task('first'), ...train.nodes], edges: train.edges });
  assert.equal(await page.locator('#stage .at-cursor').getAttribute('data-task'), 'train');
  for (let times = 0; times < 12; times++) await page.keyboard.press('ArrowDown');
  await send({ type: 'cursor', task: 'load' });
  const box = await node('load').boundingBox();
  assert.ok(box && box.y > 0, 'it is inside the panel');
  await send({ type: 'cursor', task: null });
  assert.equal(await page.locator('#stage :is(.at-cursor, .lit)').count(), 0);
});

test('a node gives the menu of the editor what its commands need', async () => {
  await draw({ ...train, nodes: [...train.nodes, { ...task('lod'), kind: 'missing' }] });
  const context = async (name: string): Promise<unknown> =>
    JSON.parse((await node(name).getAttribute('data-vscode-context')) ?? '');
  const idle = { webviewSection: 'task', task: 'load', ...notRun };
  assert.deepEqual(await context('load'), idle);
  await tell([['load', 'running']], '/runs/1');
  assert.deepEqual(await context('load'), { ...idle, folder: '/runs/1', dagwrightOutput: true, dagwrightActive: true });
  assert.deepEqual(await context('train'), { ...idle, task: 'train', folder: '/runs/1' });
  assert.deepEqual(await context('lod'), { webviewSection: 'missing' });
  await tell([['load', 'success']], '/runs/1');
  assert.deepEqual(await context('load'), { ...idle, folder: '/runs/1', dagwrightOutput: true });
  await tell([['load', 'interrupted']], '/runs/1');
  assert.deepEqual(await context('load'), {
    ...{ ...idle, folder: '/runs/1', dagwrightOutput: true },
    ...{ dagwrightFailed: true, dagwrightInterrupted: true },
  });
});

test('a node that is pointed at, or has the focus, shows what its run says, and asks for it only then', async () => {
  await draw(train);
  await node('deploy').hover();
  await untilPosted({ type: 'ask', task: 'deploy' });
  const card = page.locator('#card');
  await send({ type: 'about', task: 'train', about: { state: 'too late', lines: [] } });
  assert.equal(await card.isVisible(), false);
  const lines = ['Deploying …', '<img src=x onerror=window.owned=1>'];
  await send({ type: 'about', task: 'deploy', about: { state: 'failed (exit 1) in 3s · attempt 2', lines } });
  assert.equal(
    await card.innerText(),
    ['deploy', 'if params.go', 'failed (exit 1) in 3s · attempt 2', ...lines].join('\n'),
  );
  await browser.screenshot(page, 'graph-card');
  await page.mouse.move(2, 2);
  assert.equal(await card.isVisible(), false);
  await page.locator('#table-button').focus();
  await page.keyboard.press('Tab');
  await untilPosted({ type: 'ask', task: 'load' });
  await send({ type: 'about', task: 'load', about: { state: '', lines: [] } });
  assert.equal(await card.innerText(), 'load');
  await page.keyboard.press('Escape');
  assert.equal(await card.isVisible(), false);
});

test('a search counts and marks the tasks, Enter goes from one to the next, and Escape ends it there', async () => {
  await draw({ nodes: ['load_a', 'train', 'load_b'].map(name => task(name)), edges: [needs('load_a', 'train')] });
  await page.keyboard.press('/');
  await page.keyboard.type('LOAD');
  const count = page.locator('#found');
  assert.equal(await count.textContent(), '2 found');
  assert.equal(await page.locator('#stage .found').count(), 2);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  assert.equal(await count.textContent(), '2 of 2');
  assert.equal(await page.locator('#stage .found-now').getAttribute('data-task'), 'load_b');
  await browser.screenshot(page, 'graph-search');
  await page.keyboard.press('Enter');
  assert.equal(await count.textContent(), '1 of 2');
  const [box, stage] = [await node('load_a').boundingBox(), await page.locator('#stage').boundingBox()];
  assert.ok(box && stage && Math.abs(box.x + box.width / 2 - stage.x - stage.width / 2) < 2, 'it is in the middle');
  await page.keyboard.press('Escape');
  assert.equal(await page.evaluate('document.activeElement.dataset.task'), 'load_a');
  assert.equal(await page.locator('#stage .found').count(), 0);
});

test('direction, focus and folding are asked of the editor and kept', async () => {
  await draw(train);
  await page.locator('#direction').click();
  await untilPosted({ type: 'view', view: { ...ready.view, direction: 'LR' } });
  await send({ type: 'cursor', task: 'train' });
  await page.locator('#focus').click();
  const focused = { ...ready.view, direction: 'LR', focus: { task: 'train', levels: 1 } } as const;
  await untilPosted({ type: 'view', view: focused });
  await page.locator('#more').click();
  await untilPosted({ type: 'view', view: { ...focused, focus: { task: 'train', levels: 2 } } });
  const again = await browser.open(await page.evaluate('state'));
  assert.deepEqual(await again.evaluate('posted[0].view.focus'), { task: 'train', levels: 2 });
  assert.equal(await again.locator('#focus').textContent(), 'Focus: train');
});

test('a group shows how its tasks stand and is unfolded by a click, and a task is folded again with f', async () => {
  const tasks = ['load_1', 'load_2', 'load_3'];
  const group = { ...task('load_*', '3 tasks'), kind: 'group' as const, tasks };
  const message = flowchart({ nodes: [group, task('train')], edges: [needs('load_*', 'train')] });
  await send({ ...message, folded: 1, groups: 1 });
  await page.locator('#stage [data-group="load_*"]').waitFor();
  await tell([
    ['load_1', 'success'],
    ['load_2', 'failed'],
    ['load_3', 'running'],
  ]);
  const drawn = page.locator('#stage [data-group="load_*"]');
  assert.match((await drawn.getAttribute('class')) ?? '', /status-failed/);
  assert.equal(await drawn.getAttribute('aria-label'), 'load_*, 1 running · 1 failed · 1 success');
  await browser.screenshot(page, 'graph-group');
  await send({ type: 'cursor', task: 'load_3' });
  assert.equal(await page.locator('#stage .at-cursor').getAttribute('data-group'), 'load_*');
  await drawn.click();
  await untilPosted({ type: 'view', view: { ...ready.view, except: ['load_*'] } });
  const open = flowchart({ nodes: [...tasks, 'train'].map(name => task(name)), edges: [] });
  await send({
    ...open,
    nodes: open.nodes.map(one => (one.name === 'train' ? one : { ...one, group: 'load_*' })),
    groups: 1,
  });
  await node('load_1').waitFor();
  assert.equal(
    await page.evaluate('document.activeElement.dataset.task'),
    'load_1',
    'the focus is where the group was',
  );
  await page.keyboard.press('f');
  await untilPosted({ type: 'view', view: ready.view });
});

test('a task that is run several times says how many of them have ended, and a faulty one what is wrong', async () => {
  const message = flowchart({
    nodes: [{ ...task('train'), label: 'train ×3' }, task('load')],
    edges: [needs('load', 'train')],
  });
  const fault = '"nedes" is no key of a task.';
  await send({
    ...message,
    flowchart: drawnFlowchart({ ...train, nodes: [task('train'), task('load')] }, 'TB', new Set(['load'])),
    nodes: message.nodes.map(one => (one.name === 'load' ? { ...one, fault } : one)),
  });
  await node('train').waitFor();
  await tell([
    ['train', 'running'],
    ['train[fold=1]', 'success'],
    ['train[fold=2]', 'running'],
    ['train[fold=3]', 'pending'],
  ]);
  assert.equal(await node('train').locator('.progress').textContent(), '1/3');
  assert.equal(await node('train').getAttribute('aria-label'), 'train, running, 1 of 3 ended');
  await tell([['train[fold=2]', 'failed']]);
  assert.equal(await node('train').locator('.progress').textContent(), '2/3');
  assert.equal(await node('load').locator('.progress').textContent(), '');
  assert.match((await node('load').getAttribute('class')) ?? '', /faulty/);
  assert.equal(await node('load').getAttribute('aria-label'), 'load, has an error');
  await node('load').hover();
  await untilPosted({ type: 'ask', task: 'load' });
  const attempts = ['attempt 1: exit code 1 in 2s'];
  await send({ type: 'about', task: 'load', about: { state: 'success in 3s · attempt 2', attempts, lines: ['ok'] } });
  const card = page.locator('#card');
  assert.equal(await card.innerText(), ['load', fault, 'success in 3s · attempt 2', ...attempts, 'ok'].join('\n'));
  await browser.screenshot(page, 'graph-progress');
});

test('a task that is run several times is unfolded by the sign in its corner or by f, and folded from an instance', async () => {
  const train2 = { ...task('train'), label: 'train ×2' };
  const names = ['train[fold=1]', 'train[fold=2]'];
  const instances = names.map(name => ({ ...task(name), label: name.slice(6, -1), within: 'train' }));
  const sendIt = (graph: Graph) => {
    const message = flowchart(graph);
    return send({ ...message, nodes: message.nodes.map(one => ({ ...one, group: 'train' })), groups: 1 });
  };
  await sendIt({ nodes: [train2], edges: [] });
  await node('train').locator('.fold').click();
  await untilPosted({ type: 'view', view: { ...ready.view, except: ['train'] } });
  assert.equal(await page.evaluate(`posted.some(({ type }) => type === 'reveal')`), false);
  await sendIt({ nodes: [train2, ...instances], edges: names.map(name => needs('train', name)) });
  await node('train[fold=2]').waitFor();
  await tell([
    ['train', 'running'],
    ['train[fold=1]', 'success'],
    ['train[fold=2]', 'failed'],
  ]);
  assert.match((await node('train[fold=2]').getAttribute('class')) ?? '', /status-failed/);
  await browser.screenshot(page, 'graph-instances');
  await node('train[fold=2]').focus();
  await page.keyboard.press('f');
  await untilPosted({ type: 'view', view: ready.view });
  await sendIt({ nodes: [train2], edges: [] });
  await node('train[fold=2]').waitFor({ state: 'detached' });
  assert.equal(await page.evaluate('document.activeElement.dataset.task'), 'train');
});

test('nothing moves where less motion is wanted, by the system or by the editor', async () => {
  await draw(train);
  await tell([['train', 'running']]);
  const moving = () => page.evaluate<number>('document.getAnimations().length');
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  assert.equal(await moving(), 1);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  assert.equal(await moving(), 0);
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await page.evaluate(`document.body.classList.add('vscode-reduce-motion')`);
  assert.equal(await moving(), 0);
});

test('what a theme colours with a translucent orange is drawn in full', async () => {
  await draw(train);
  await tell([['train', 'retrying']]);
  const outline = await node('train')
    .locator('.label-container')
    .evaluate(box => getComputedStyle(box).stroke);
  assert.match(outline, /^(?:rgb\(234, 92, 0\)|color\(srgb 0\.91\d* 0\.36\d* 0\))$/);
});

test('a table says what the graph shows, is kept in step, and comes back with the panel', async () => {
  await draw(train);
  await page.locator('#table-button').click();
  const rows = (): Promise<string[]> =>
    page.evaluate(
      `[...document.querySelectorAll('#table tbody tr')].map(row => [...row.cells].map(one => one.textContent).join('|'))`,
    );
  assert.deepEqual(await rows(), ['load||||⋯', 'train||load||⋯', 'deploy||train|if params.go|⋯']);
  await tell([['train', 'failed']]);
  assert.equal((await rows())[1], 'train|failed|load||⋯');
  await browser.screenshot(page, 'graph-table');
  await page.locator('#table button', { hasText: 'deploy' }).click();
  await untilPosted({ type: 'reveal', task: 'deploy' });
  await draw({ nodes: [...train.nodes, task('more')], edges: [] });
  assert.equal((await rows()).length, 4);
  const again = await browser.open(await page.evaluate('state'));
  await show(again, train);
  assert.equal(await again.locator('#table tbody tr').count(), 3);
});

test('each row of the table has the menu of its task, by mouse, by keyboard and by a button', async () => {
  await draw(train);
  await page.locator('#table-button').click();
  // What VS Code makes of the event, and of what stands around its target.
  await page.evaluate(() => {
    const seen = { menu: '' };
    Object.assign(window, { seen });
    document.addEventListener('contextmenu', event => {
      const about = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-vscode-context]') : null;
      seen.menu = about?.dataset.vscodeContext ?? '';
    });
  });
  const untilMenu = (context: object) =>
    page.waitForFunction(
      text => (window as unknown as { seen: { menu: string } }).seen.menu === text,
      [JSON.stringify(context)][0],
    );
  const quiet = { webviewSection: 'task', task: 'train', ...notRun };
  await page.locator('#table [data-reveal="train"]').focus();
  await page.keyboard.press('Shift+F10');
  await untilMenu(quiet);
  await browser.send(page, { type: 'statuses', run: '/r', statuses: [['train', 'running']] });
  await page.getByRole('button', { name: 'Menu of train' }).click();
  await untilMenu({
    ...{ webviewSection: 'task', task: 'train', folder: '/r' },
    ...{ ...notRun, dagwrightOutput: true, dagwrightActive: true },
  });
  await browser.send(page, { type: 'statuses', run: '/other', statuses: [] });
  await page.locator('#table tr[data-task="load"]').click({ button: 'right' });
  await untilMenu({ ...{ webviewSection: 'task', task: 'load', folder: '/other' }, ...notRun });
});

test('a layout that takes its time is told of by a bar, which goes with it', async () => {
  const names = [...Array(600).keys()].map(index => `task_${index}`);
  const edges = names.slice(1).map((name, index) => needs(names[Math.floor(index / 2)] ?? '', name));
  await page.evaluate(() => {
    const seen: string[] = [];
    const bar = document.querySelector<HTMLElement>('#busy');
    const look = () => seen.push(`${bar?.role} ${bar?.hidden ? 'gone' : 'there'}`);
    if (bar) new MutationObserver(look).observe(bar, { attributes: true });
    Object.assign(window, { seenBar: seen });
  });
  await draw({ nodes: names.map(name => task(name)), edges });
  await page.locator('#stage .node').nth(599).waitFor();
  await page.waitForFunction(() => (window as unknown as { seenBar: string[] }).seenBar.length >= 2);
  assert.deepEqual(await page.evaluate('seenBar'), ['progressbar there', 'progressbar gone']);
  // What is over at once is never seen, a longer one is.
  const atOnce = await page.locator('#busy').evaluate(bar => {
    bar.toggleAttribute('hidden', false);
    return getComputedStyle(bar).visibility;
  });
  assert.equal(atOnce, 'hidden');
  await page.locator('#busy').waitFor({ state: 'visible' });
});

test('the graph keeps room beside the time and the table, and covers neither tools nor them', async () => {
  await draw({ nodes: [...Array(40).keys()].map(index => task(`task_${index}`)), edges: [] });
  for (const id of ['#time-button', '#table-button']) await page.locator(id).click();
  const [view, tools, time] = await Promise.all(['#view', '#tools', '#time'].map(id => page.locator(id).boundingBox()));
  assert.ok(view && tools && time);
  assert.ok(view.height > 100);
  assert.ok(view.y >= tools.y + tools.height && view.y + view.height <= time.y + 1);
  await browser.screenshot(page, 'graph-with-all');
});

test('the tasks of a used pipeline stand in a frame', async () => {
  const inner = ['load', 'clean'].map(name => ({ ...task(`ingest/${name}`), label: name, within: 'ingest' }));
  const edges = [needs('ingest', 'ingest/load'), needs('ingest/load', 'ingest/clean'), needs('ingest/clean', 'train')];
  await draw({ nodes: [task('ingest'), ...inner, task('train')], edges });
  const frame = await page.locator('.pipeline-frame').boundingBox();
  const boxes = await Promise.all(['ingest/load', 'ingest/clean', 'train'].map(name => node(name).boundingBox()));
  const isIn = boxes.map(box => frame && box && box.y > frame.y && box.y + box.height < frame.y + frame.height);
  assert.deepEqual(isIn, [true, true, false]);
  await browser.screenshot(page, 'graph-frame');
});

test('a screen reader hears the names of the few that change, and how many of the many', async () => {
  await draw(train);
  const live = page.locator('#live');
  await tell([
    ['load', 'success'],
    ['train', 'running'],
    ['deploy', 'pending'],
  ]);
  await live.filter({ hasText: /^load success, train running$/ }).waitFor({ state: 'attached' });
  await tell(['a', 'b', 'c', 'd'].map(name => [name, 'failed'] as const));
  await live.filter({ hasText: '4 failed' }).waitFor({ state: 'attached' });
});

test('a map shows which part of the graph is seen, only while it is a part, and goes where it is clicked', async () => {
  await draw(train);
  const map = page.locator('#minimap');
  assert.equal(await map.isVisible(), false);
  for (let times = 0; times < 6; times++) await page.keyboard.press('+');
  assert.equal(await map.isVisible(), true);
  await browser.screenshot(page, 'graph-minimap');
  const before = await node('load').boundingBox();
  const box = await map.boundingBox();
  assert.ok(box && before);
  await page.mouse.click(box.x + box.width / 2, box.y + 12);
  const [load, stage] = [await node('load').boundingBox(), await page.locator('#stage').boundingBox()];
  assert.ok(load && stage && load.y > before.y && load.y > stage.y && load.y < stage.y + stage.height);
  await page.keyboard.press('0');
  assert.equal(await map.isVisible(), false);
});

test('the graph is saved as it looks, by itself, and as a PNG', async () => {
  await draw({ ...train, nodes: [...train.nodes, task('<b>&"')] });
  await tell([['train', 'failed']]);
  await page.keyboard.press('+');
  await page.locator('#save').selectOption('svg');
  const svg = String(await page.evaluate('posted.at(-1).content'));
  assert.match(svg, /&lt;b&gt;&amp;"/);
  assert.match(svg, /stroke="rgb\(241, 76, 76\)"/);
  assert.doesNotMatch(svg, /var\(|color-mix|class=|color\(srgb/);
  await page.locator('#save').selectOption('png');
  await page.waitForFunction(() => JSON.stringify(Object(window).posted.at(-1)).includes('"png"'));
  const png = Buffer.from(String(await page.evaluate('posted.at(-1).content')), 'base64');
  assert.equal(png.subarray(1, 4).toString(), 'PNG');
  const [, width = '0'] = /width="(\d+)"/.exec(svg) ?? [];
  assert.equal(png.readUInt32BE(16), 2 * Number(width));
  await writeFile('artifacts/graph-saved.png', png);
  await page.locator('#save').selectOption('print');
  await page.waitForFunction(() => JSON.stringify(Object(window).posted.at(-1)).includes('"print"'));
  assert.equal(await page.evaluate('posted.at(-1).content'), svg);
  await page.locator('#save').selectOption('mmd');
  await untilPosted({ type: 'save', kind: 'mmd' });
});

test('zoom and place outlive a new drawing: what is looked at stays where it is', async () => {
  await draw(train);
  for (let times = 0; times < 3; times++) await page.keyboard.press('+');
  await page.keyboard.press('ArrowRight');
  await node('train').focus();
  const old = await node('train').boundingBox();
  await draw({ nodes: [task('first'), ...train.nodes], edges: [needs('first', 'load'), ...train.edges] });
  const now = await node('train').boundingBox();
  assert.ok(old && now);
  assert.deepEqual([now.x, now.y, now.width].map(Math.round), [old.x, old.y, old.width].map(Math.round));
  assert.equal(await page.evaluate(`document.activeElement.dataset.task`), 'train');
});

test('ctrl and wheel zoom at the pointer, a wheel alone pans, 0 fits again, and the editor keeps the place', async () => {
  await draw(train);
  const fitted = await node('load').boundingBox();
  assert.ok(fitted);
  await page.mouse.move(fitted.x, fitted.y);
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -100);
  await page.keyboard.up('Control');
  await page.waitForFunction('state.place?.scale > 1.2');
  const zoomed = await node('load').boundingBox();
  assert.ok(zoomed && Math.abs(zoomed.x - fitted.x) < 2 && zoomed.width > fitted.width * 1.2);
  await page.mouse.wheel(30, 50);
  await page.waitForFunction(`document.querySelector('[data-task=load]').getBoundingClientRect().x < ${zoomed.x - 29}`);
  const state = await page.evaluate('state');
  const again = await browser.open(state);
  await show(again, train);
  assert.deepEqual(
    await again.locator('[data-task=load]').boundingBox(),
    await node('load').boundingBox(),
    'a panel that comes back shows the same place',
  );
  await page.keyboard.press('0');
  assert.deepEqual(await node('load').boundingBox(), fitted);
});

test('a text that cannot be read is said, and what is on the screen already is not drawn again', async () => {
  await draw(train);
  await page.evaluate(`window.picture = document.querySelector('#stage svg')`);
  await send({ ...flowchart(train), shows: 'last-readable' });
  assert.match((await page.locator('#notice').textContent()) ?? '', /last graph/);
  await send(flowchart(train));
  assert.equal(await page.locator('#notice').isVisible(), false);
  assert.equal(await page.evaluate(`picture === document.querySelector('#stage svg')`), true);
});

test('where there is nothing to draw, or drawing fails, a sentence stands instead, and the next graph takes its place', async () => {
  const said = page.locator('#message');
  await send({ type: 'flowchart', flowchart: drawnFlowchart(nothing, 'TB'), nodes: [], shows: 'all', ...unfolded });
  await said.filter({ hasText: 'no tasks yet' }).waitFor();
  await send({
    type: 'flowchart',
    flowchart: { direction: 'TB', nodes: [{}], edges: [] } as never,
    nodes: [{ name: 'a', kind: 'task' }],
    shows: 'all',
    ...unfolded,
  });
  await said.filter({ hasText: 'could not be drawn' }).waitFor();
  await send({ type: 'flowchart', flowchart: drawnFlowchart(nothing, 'TB'), nodes: [], shows: 'no-file', ...unfolded });
  await said.filter({ hasText: 'moved or deleted' }).waitFor();
  await draw(train);
  await send({
    type: 'flowchart',
    flowchart: drawnFlowchart(nothing, 'TB'),
    nodes: [],
    shows: 'not-open',
    ...unfolded,
  });
  await said.filter({ hasText: 'no longer open' }).waitFor();
  await draw(train);
  assert.equal(await said.isVisible(), false);
});

test('a graph of thousands of tasks is drawn only when asked for', async () => {
  const nodes = Array.from({ length: 21_000 }, (_, index) => task(`t${index}`));
  await send(flowchart({ nodes, edges: [] }));
  await page.getByText('This pipeline has 21000 tasks.').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Draw It Anyway' }).count(), 1);
});

test('what is missing and the edges of a cycle are told apart', async () => {
  await draw({
    nodes: [task('a'), task('b'), { ...task('lod'), kind: 'missing' }],
    edges: [needs('lod', 'a'), { ...needs('a', 'b'), kind: 'cycle' }, { ...needs('b', 'a'), kind: 'cycle' }],
  });
  assert.equal(await node('lod').getAttribute('aria-label'), 'lod, no such task');
  const strokes = await page.evaluate<string[]>(
    `[...document.querySelectorAll('.flowchart-link')].map(edge => getComputedStyle(edge).stroke)`,
  );
  assert.equal(strokes[1], strokes[2]);
  assert.notEqual(strokes[0], strokes[1]);
});

test('an edge of a cycle that is pointed at tells the whole round trip, and a saved picture is only the picture', async () => {
  const graph: Graph = {
    nodes: [task('a'), task('b'), task('c')],
    edges: [{ from: 'a', to: 'b', kind: 'cycle' }, { from: 'b', to: 'a', kind: 'cycle' }, needs('b', 'c')],
  };
  const text = '"a" needs "b", "b" needs "a"';
  await send({ ...flowchart(graph), trails: [{ from: 1, to: 0, text }] });
  await node('c').waitFor();
  const [edge, other] = await page.evaluate<{ x: number; y: number }[]>(`[1, 2].map(index => {
    const path = document.querySelectorAll('.flowchart-link')[index];
    const { x, y } = path.getPointAtLength(path.getTotalLength() / 2).matrixTransform(path.getScreenCTM());
    return { x: x + 3, y };
  })`);
  const titleAt = (point: { x: number; y: number } | undefined): Promise<string | null | undefined> =>
    page.evaluate(({ x, y }) => document.elementFromPoint(x, y)?.querySelector(':scope > title')?.textContent, {
      x: point?.x ?? 0,
      y: point?.y ?? 0,
    });
  assert.equal(await titleAt(edge), text);
  assert.equal(await titleAt(other), undefined);
  await page.locator('#save').selectOption('svg');
  const saved = String(await page.evaluate('posted.at(-1).content'));
  assert.equal(saved.match(/marker-end/g)?.length, 3);
  assert.doesNotMatch(saved, /<title|role=|stroke-width="12/);
});

test('data, failure and any end are told apart by the lines and heads of their edges', async () => {
  await draw({
    nodes: ['a', 'b', 'c', 'd'].map(name => task(name)),
    edges: [
      { from: 'a', to: 'b', kind: 'data' },
      { from: 'a', to: 'c', kind: 'needs', when: 'failed' },
      { from: 'a', to: 'd', kind: 'needs', when: 'done' },
      needs('b', 'd'),
    ],
  });
  const looks = await page.evaluate<string[]>(`[...document.querySelectorAll('.flowchart-link')].map(edge =>
    edge.getAttribute('marker-end') + getComputedStyle(edge).strokeDasharray + getComputedStyle(edge).stroke)`);
  assert.equal(new Set(looks).size, 4);
  assert.deepEqual(
    looks.map(look => /#(\w+)/.exec(look)?.[1]),
    ['arrow', 'cross', 'circle', 'arrow'],
  );
  await browser.screenshot(page, 'graph-edges');
});

function task(name: string, detail?: string): GraphNode {
  return { name, kind: 'task', range: { start: 0, end: 0 }, label: name, ...(detail ? { detail } : {}) };
}

function needs(from: string, to: string): Graph['edges'][number] {
  return { from, to, kind: 'needs' };
}

function flowchart(graph: Graph): ToGraph & { readonly type: 'flowchart' } {
  return { type: 'flowchart', flowchart: drawnFlowchart(graph, 'TB'), nodes: graph.nodes, shows: 'all', ...unfolded };
}

async function send(message: ToGraph, to = page): Promise<void> {
  await browser.send(to, message);
}

/** Resolves when this is the last that the graph has told the editor. */
async function untilPosted(message: FromGraph): Promise<void> {
  const isLast = (wanted: FromGraph): boolean => {
    const sorted = (value: unknown): string =>
      JSON.stringify(value, (_, part) =>
        part && typeof part === 'object' && !Array.isArray(part)
          ? Object.fromEntries(Object.entries(part).sort())
          : part,
      );
    return sorted((window as unknown as { posted: readonly unknown[] }).posted.at(-1)) === sorted(wanted);
  };
  await page.waitForFunction(isLast, message);
}

async function tell(statuses: StatusesMessage['statuses'], run: string | null = null): Promise<void> {
  await send({ type: 'statuses', statuses, run });
}

async function draw(graph: Graph): Promise<void> {
  await show(page, graph);
}

async function show(on: Page, graph: Graph): Promise<void> {
  await send(flowchart(graph), on);
  const isDrawn = (names: readonly string[]): boolean => {
    const shown = [...document.querySelectorAll<SVGElement>('#stage .node')].map(element => element.dataset.task);
    return shown.join('\0') === names.join('\0');
  };
  await on.waitForFunction(
    isDrawn,
    graph.nodes.map(({ name }) => name),
  );
}

function node(name: string): ReturnType<Page['locator']> {
  return page.locator(`#stage [data-task=${JSON.stringify(name)}]`);
}

function texts(selector: string): Promise<string[]> {
  return page.locator(selector).allTextContents();
}
