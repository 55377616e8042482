import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { complaintAbout, needsAnswers, paramQuestions } from '../../extension/run/param-form.ts';

const threshold = { type: 'number', default: 0.9, minimum: 0, maximum: 1, description: 'Deploy above this.' } as const;
const region = { type: 'string', default: 'eu', enum: ['us', 'eu'] } as const;

describe('the form of params', () => {
  test('asks for each with its description, bounds and default', () => {
    assert.deepEqual(paramQuestions({ threshold, region }, {}), [
      { name: 'threshold', prompt: 'Deploy above this. (number, at least 0, at most 1, default 0.9)', value: '0.9' },
      { name: 'region', prompt: '(string, default eu)', value: 'eu', choices: ['us', 'eu'] },
    ]);
  });

  test('begins with what was answered the time before, when that is still valid', () => {
    const values = (last: Record<string, string>) =>
      paramQuestions({ threshold, region }, last).map(({ value }) => value);
    assert.deepEqual(values({ threshold: '0.5', region: 'us' }), ['0.5', 'us']);
    assert.deepEqual(values({ threshold: '7', region: 'mars' }), ['0.9', 'eu']);
  });

  test('complains about what the command line would refuse', () => {
    assert.equal(complaintAbout('threshold', threshold, '0.5'), undefined);
    assert.equal(complaintAbout('threshold', threshold, ''), 'The param threshold must be a number, not empty.');
    assert.equal(complaintAbout('threshold', threshold, '2'), 'The param threshold must be at most 1, not 2.');
    assert.equal(complaintAbout('n', { type: 'integer' }, '1.5'), 'The param n must be a whole number, not 1.5.');
    assert.equal(complaintAbout('region', region, 'mars'), 'The param region must be one of us, eu, not mars.');
    assert.equal(complaintAbout('is', { type: 'boolean' }, 'yes'), 'The param is must be true or false, not yes.');
    assert.equal(complaintAbout('name', { type: 'string' }, ''), undefined);
  });

  test('is needed when a param has no default', () => {
    assert.equal(needsAnswers({ threshold }), false);
    assert.equal(needsAnswers({ threshold, x: { type: 'string' } }), true);
  });
});
