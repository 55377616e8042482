import assert from 'node:assert/strict';
import { test } from 'node:test';
import { panelPage } from '../../../extension/graph/panel-page.ts';

const parts = {
  script: 'https://files/graph.js',
  styles: 'https://files/graph.css',
  source: 'https://files',
  nonce: 'abc',
  uri: 'file:///a"><script>alert(1)</script>.yaml',
};
const page = panelPage(parts);

test('the policy of the page allows one script, one style sheet and nothing else', () => {
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1]?.replaceAll('&#39;', "'");
  assert.equal(
    policy,
    "default-src 'none'; script-src 'nonce-abc'; style-src https://files; img-src data:; worker-src blob:",
  );
});

test('the name of a file cannot leave its place', () => {
  assert.equal(page.match(/<script/g)?.length, 1);
  assert.match(page, /data-uri="file:\/\/\/a&#34;&#62;&#60;script&#62;/);
});

test('the editor’s menus know the file', () => {
  const context = /data-vscode-context="([^"]*)"/.exec(panelPage({ ...parts, file: '/a "b".yaml' }))?.[1];
  const decoded = context?.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code))) ?? '';
  assert.deepEqual(JSON.parse(decoded), {
    webviewSection: 'graph',
    preventDefaultContextMenuItems: true,
    file: '/a "b".yaml',
  });
});
