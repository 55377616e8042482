import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import manifest from '../../package.json' with { type: 'json' };
import { pages, root } from './pages.ts';

test('each dependency earns its place in a line of the README', () => {
  const table = readFileSync(join(root, 'README.md'), 'utf8')
    .split('\n')
    .filter(line => line.startsWith('| `'));
  const named = table.flatMap(line => [...(line.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(match => match[1]));
  const depended = Object.keys({
    ...(manifest as { dependencies?: object }).dependencies,
    ...manifest.devDependencies,
  });
  assert.deepEqual(named.toSorted(), depended.toSorted());
});

test('each link from a page of the project leads to a file, and to a heading in it', () => {
  const broken = pages().flatMap(({ path, text }) =>
    [...text.matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)].flatMap(([link, target, anchor]) => {
      const file = target ? join(root, dirname(path), target) : join(root, path);
      if (!existsSync(file)) return [`${path}: ${link}`];
      return anchor && !anchors(readFileSync(file, 'utf8')).includes(anchor) ? [`${path}: ${link}`] : [];
    }),
  );
  assert.deepEqual(broken, []);
});

/** As GitHub makes them: lower case, words joined by hyphens, without the other signs. */
function anchors(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
