import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type SaveQuestions, saveExport } from '../../extension/export/save-export.ts';

/** What the command line was asked, and what saving ended with, when it answers these in turn and people answer so. */
async function saved(answers: readonly string[], people: Partial<Record<keyof SaveQuestions, string | boolean>>) {
  const asked: string[] = [];
  const left = [...answers];
  const questions = {
    where: async () => people.where,
    folder: async () => people.folder,
    replace: async () => people.replace,
  } as unknown as SaveQuestions;
  const end = await saveExport(async (...more) => {
    asked.push(more.join(' '));
    return left.shift() ?? '';
  }, questions);
  return { asked, end };
}

const isThere =
  'a.pipeline.yaml:2:21: lost: There is no cache.\nerror: a.py is there already. Use --force to replace it.\n';

test('an export is written beside the pipeline, or into a folder that is asked for', async () => {
  assert.deepEqual(await saved(['a.py\npools.json\n'], { where: 'here' }), {
    asked: [''],
    end: { written: ['a.py', 'pools.json'] },
  });
  assert.deepEqual(await saved(['dags/a.py\n'], { where: 'elsewhere', folder: '/dags' }), {
    asked: ['--out /dags'],
    end: { written: ['dags/a.py'] },
  });
});

test('nothing is written when nobody says where', async () => {
  assert.deepEqual(await saved([], {}), { asked: [], end: undefined });
  assert.deepEqual(await saved([], { where: 'elsewhere' }), { asked: [], end: undefined });
});

test('what stands there already is replaced only when somebody says so', async () => {
  const people = { where: 'elsewhere', folder: '/dags' };
  assert.deepEqual(await saved([isThere, 'a.py\n'], { ...people, replace: true }), {
    asked: ['--out /dags', '--out /dags --force'],
    end: { written: ['a.py'] },
  });
  assert.deepEqual(await saved([isThere], { ...people, replace: false }), { asked: ['--out /dags'], end: undefined });
});

test('a complaint of any other kind is told', async () => {
  const { end, asked } = await saved(['error: a.py cannot be written: permission denied.\n'], { where: 'here' });
  assert.deepEqual([end, asked.length], [{ complaint: 'a.py cannot be written: permission denied.' }, 1]);
});
