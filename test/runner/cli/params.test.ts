import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Param } from '../../../pipeline/pipeline.ts';
import { paramValues } from '../../../runner/cli/run/params.ts';

const params: Record<string, Param> = {
  threshold: { type: 'number', default: 0.9, minimum: 0, maximum: 1 },
  region: { type: 'string', default: 'eu', enum: ['us', 'eu'] },
  folds: { type: 'integer', default: 3 },
  dry: { type: 'boolean', default: false },
};

test('params take what is given in their type, and their defaults', () => {
  assert.deepEqual(paramValues(params, []), { threshold: 0.9, region: 'eu', folds: 3, dry: false });
  assert.deepEqual(paramValues(params, ['threshold=0.5', 'region=us', 'folds=10', 'dry=true']), {
    ...{ threshold: 0.5, region: 'us', folds: 10, dry: true },
  });
  assert.deepEqual(paramValues({ word: { type: 'string' } }, ['word=a=b']), { word: 'a=b' });
  assert.deepEqual(paramValues({ word: { type: 'string' } }, ['word=']), { word: '' });
});

test('the last of two values for one param counts', () => {
  assert.equal(paramValues(params, ['folds=1', 'folds=2']).folds, 2);
});

const wrong = (given: string[], of: Record<string, Param> = params) => {
  try {
    return `no complaint: ${JSON.stringify(paramValues(of, given))}`;
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
};

test('a value that does not fit its param is refused in one sentence', () => {
  assert.equal(wrong(['threshold=high']), 'The param threshold must be a number, not high.');
  assert.equal(wrong(['threshold=']), 'The param threshold must be a number, not empty.');
  assert.equal(wrong(['threshold=Infinity']), 'The param threshold must be a number, not Infinity.');
  assert.equal(wrong(['threshold=1.5']), 'The param threshold must be at most 1, not 1.5.');
  assert.equal(wrong(['threshold=-1']), 'The param threshold must be at least 0, not -1.');
  assert.equal(wrong(['folds=1.5']), 'The param folds must be a whole number, not 1.5.');
  assert.equal(wrong(['dry=yes']), 'The param dry must be true or false, not yes.');
  assert.equal(wrong(['region=mars']), 'The param region must be one of us, eu, not mars.');
});

test('an unknown or missing param is named, with what may be meant', () => {
  assert.equal(wrong(['treshold=1']), 'The pipeline has no param treshold. Did you mean "threshold"?');
  assert.equal(wrong(['xyz=1']), 'The pipeline has no param xyz. It has: threshold, region, folds, dry.');
  assert.equal(wrong(['__proto__=1'], {}), 'The pipeline has no param __proto__. It has none.');
  assert.equal(wrong(['threshold']), '--param threshold has no value. Write it as name=value.');
  assert.equal(wrong([], { key: { type: 'string' } }), 'The param key has no default. Give it: --param key=<string>');
});

test('each wrong param has its sentence', () => {
  assert.equal(wrong(['folds=x', 'dry=x']).split('\n').length, 2);
});
