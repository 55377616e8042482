import assert from 'node:assert/strict';
import { type Dirent, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { FolderListing } from '../../../runner/cache/folder-listing.ts';
import { matchingFiles } from '../../../runner/cache/matching-files.ts';
import { takeAtOnce } from '../../../runner/cache/steps.ts';
import { TrialCache } from './trial-cache.ts';

test('a path is itself, a folder is all files in it, and a glob is what fits it', context => {
  const found = tree(context, 'a.csv b.csv b.txt sub/c.csv sub/deep/d.csv');
  assert.equal(found('a.csv'), 'a.csv');
  assert.equal(found('./a.csv'), 'a.csv');
  assert.equal(found('sub'), 'sub/c.csv sub/deep/d.csv');
  assert.equal(found('*.csv'), 'a.csv b.csv');
  assert.equal(found('./*.csv'), 'a.csv b.csv');
  assert.equal(found('**/*.csv'), 'a.csv b.csv sub/c.csv sub/deep/d.csv');
  assert.equal(found('*/c.csv'), 'sub/c.csv');
  assert.equal(found('sub/**/*.csv'), 'sub/c.csv sub/deep/d.csv');
  assert.equal(found('{a,b}.{csv,txt}'), 'a.csv b.csv b.txt');
  assert.equal(found('sub/../a.csv'), 'a.csv');
  assert.equal(found('sub/../*.txt'), 'b.txt');
});

test('a file whose name looks like a glob is found by its name', context => {
  const found = tree(context, 'data[1].csv data1.csv');
  assert.equal(found('data[1].csv'), 'data[1].csv');
  assert.equal(found('data[12].csv'), 'data1.csv');
});

test('an exclamation mark takes out, wherever it stands, files and folders', context => {
  const found = tree(context, 'a.csv b.csv tmp/c.csv tmp/x/d.csv');
  assert.equal(found('**', '!tmp'), 'a.csv b.csv');
  assert.equal(found('!b.*', '**/*.csv', '!tmp/x/**'), 'a.csv tmp/c.csv');
});

test('hidden names and what packages and Python make are found only by name', context => {
  const found = tree(
    context,
    '.env .github/ci.yml .git/HEAD .dagwright/x node_modules/m/i.js src/__pycache__/a.pyc src/a.py',
  );
  assert.equal(found('**'), 'src/a.py');
  assert.equal(found('src'), 'src/a.py');
  assert.equal(found('.env'), '.env');
  assert.equal(found('.e*'), '.env');
  assert.equal(found('.github/**'), '.github/ci.yml');
  assert.equal(found('node_modules/**/*.js'), 'node_modules/m/i.js');
  assert.equal(found('src/__pycache__/*'), 'src/__pycache__/a.pyc');
});

test('globs that mean nothing are named, those that mean what others mean too are not', context => {
  const found = tree(context, 'a.csv');
  assert.equal(found('a.csv', '*.csv', '*.cvs', 'b.csv'), 'a.csv (nothing: *.cvs, b.csv)');
  assert.equal(found('gone/**'), ' (nothing: gone/**)');
});

test('links that go round in circles end, and links to files and folders are what they lead to', context => {
  const trial = new TrialCache(context);
  trial.write({ 'data/a.csv': '', 'other/b.csv': '' });
  symlinkSync('.', trial.path('data/circle'));
  symlinkSync('self', trial.path('data/self'));
  symlinkSync('../other', trial.path('data/more'));
  symlinkSync('a.csv', trial.path('data/same.csv'));
  const found = finder(trial);
  assert.equal(found('data/**/*.csv'), 'data/a.csv data/same.csv');
  assert.equal(found('data/*/*.csv'), 'data/circle/a.csv data/circle/same.csv data/more/b.csv');
  assert.equal(found('data/more'), 'data/more/b.csv');
  assert.equal(found('data'), 'data/a.csv data/circle data/more data/same.csv data/self');
});

test('a folder that changes between two searches is read again', context => {
  const trial = new TrialCache(context);
  trial.write({ 'd/a': '' });
  const found = finder(trial);
  assert.equal(found('d/*'), 'd/a');
  trial.write({ 'd/b': '' });
  assert.equal(found('d/*'), 'd/a d/b');
  rmSync(trial.path('d/a'));
  assert.equal(found('d/*'), 'd/b');
});

test('a search that finds far too much ends with a sentence', context => {
  const trial = new TrialCache(context);
  trial.write({ 'd/f': '' });
  const [entry] = readdirSync(trial.path('d'), { withFileTypes: true });
  const listing = { entriesOf: () => Array.from({ length: 200_001 }, () => entry as Dirent) };
  assert.throws(() => takeAtOnce(matchingFiles(['*'], trial.root, listing)), /`\*` means too many files/);
});

function tree(context: TestContext, files: string): (...globs: string[]) => string {
  const trial = new TrialCache(context);
  trial.write(Object.fromEntries(files.split(' ').map(name => [name, ''])));
  return finder(trial);
}

/** What globs find, in one line. */
function finder(trial: TrialCache): (...globs: string[]) => string {
  const listing = new FolderListing(() => trial.now);
  return (...globs) => {
    const { files, unmatched } = takeAtOnce(matchingFiles(globs, trial.root, listing));
    const names = files.map(file => file.slice(trial.root.length + 1)).join(' ');
    return unmatched.length === 0 ? names : `${names} (nothing: ${unmatched.join(', ')})`;
  };
}
