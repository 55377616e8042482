import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { GraphNode } from '../../pipeline/graph.ts';
import { mermaidOf } from '../../pipeline/mermaid.ts';

let browser: Browser;
let page: Page;

before(async () => {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  browser = await chromium.launch({ executablePath, timeout: 120_000, args: ['--no-sandbox', '--disable-gpu'] });
  page = await browser.newPage();
  page.setDefaultTimeout(60_000);
  await page.addScriptTag({ path: join(import.meta.dirname, '../../node_modules/mermaid/dist/mermaid.min.js') });
});
after(() => browser.close());

test('Mermaid reads the text of a graph, and names that look like its own words or markup are text', async () => {
  const names = [
    '"]; click t0 href "javascript:window.owned=1"',
    '<img src=x onerror=window.owned=1>',
    '%%{init: {"securityLevel": "loose"}}%%',
    'style:"a"; classDef b:#fff;',
    '&lt;b&gt; &amp; #quot; #35;',
    'straße 日本 😀',
    'end',
    '__proto__',
  ];
  assert.deepEqual(await labelsIn(mermaidOf({ nodes: names.map(task), edges: [] })), names);
  assert.equal(await page.evaluate('window.owned'), undefined);
});

test('Mermaid draws every kind of node and edge, with the tasks of a used pipeline in a box', async () => {
  const text = mermaidOf({
    nodes: [
      task('ingest'),
      { ...task('ingest/load'), within: 'ingest' },
      { ...task('lod'), kind: 'missing' },
      task('a'),
    ],
    edges: [
      { from: 'lod', to: 'a', kind: 'needs' },
      { from: 'a', to: 'a', kind: 'cycle' },
      { from: 'ingest', to: 'a', kind: 'needs', when: 'failed' },
      { from: 'ingest', to: 'a', kind: 'data' },
    ],
  });
  assert.deepEqual((await labelsIn(text)).sort(), ['a', 'ingest', 'ingest/load', 'lod']);
});

/** The labels of the nodes and boxes that Mermaid draws for a text. */
async function labelsIn(text: string): Promise<string[]> {
  return page.evaluate(async source => {
    const { mermaid } = window as unknown as { mermaid: typeof import('mermaid').default };
    mermaid.initialize({ startOnLoad: false, securityLevel: 'strict' });
    document.body.innerHTML = (await mermaid.render('graph', source)).svg;
    return [...document.querySelectorAll('.nodeLabel')]
      .map(label => label.textContent ?? '')
      .filter(label => label !== '');
  }, text);
}

function task(name: string): GraphNode {
  return { name, kind: 'task', range: { start: 0, end: 0 }, label: name };
}
