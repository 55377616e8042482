import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { analyse } from '../../pipeline/analyse.ts';
import { MissingFiles } from '../../pipeline/missing-files.ts';
import { type Problem, type ProblemCode, severities } from '../../pipeline/problem.ts';
import { checkUses } from '../../pipeline/uses/check-uses.ts';
import type { FilesBeside } from '../../pipeline/uses/files-beside.ts';
import { fences, root } from './pages.ts';

const page = readFileSync(join(root, 'docs/problems.md'), 'utf8');
const sections = page
  .split(/^## /m)
  .slice(1)
  .map(section => ({
    code: section.slice(0, section.indexOf('\n')),
    text: section,
  }));

test('docs/problems.md has a section for each code, and for nothing else', () => {
  assert.deepEqual(sections.map(section => section.code).sort(), Object.keys(severities).sort());
});

for (const { code, text } of sections) {
  const [bad = '', good = '', ...more] = fences(text, 'yaml');

  test(`${code}: the first example has this problem and no other, of the severity that the page says`, () => {
    const severity = text.split('\n')[2]?.split('.')[0]?.toLowerCase();
    const found = problemsOf(bad).map(problem => `${problem.severity} ${problem.code}`);
    assert.deepEqual([...new Set(found)], [`${severity} ${code}`]);
    assert.equal(severity, severities[code as ProblemCode]);
  });

  test(`${code}: the second example has no problem at all`, () => {
    assert.deepEqual(more, []);
    assert.deepEqual(
      problemsOf(good).map(problem => `${problem.code}: ${problem.message}`),
      [],
    );
  });
}

/** With the files of the examples beside them: all but one that is misspelled. */
function problemsOf(text: string): readonly Problem[] {
  const files = new MissingFiles({ exists: path => !path.includes('laod'), namesIn: () => ['load.py'] });
  const analysis = analyse(text);
  return [...analysis.problems, ...files.problems(analysis), ...checkUses(analysis, 'pipeline.yaml', beside)];
}

/** A pipeline that others may use. */
const beside: FilesBeside = {
  resolve: file => file,
  name: path => path,
  find: path =>
    path === 'ingest.pipeline.yaml'
      ? { analysis: analyse('tasks: { load: { run: python load.py } }'), identity: path }
      : { problem: `${path} cannot be read: no such file or directory.`, near: 'ingest.pipeline.yaml' },
};
