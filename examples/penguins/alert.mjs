// Says what was reached and what was asked for, instead of a deployment.
import { readJson, readOptions, writeText } from './task.mjs';

const options = readOptions('threshold');
const evaluation = await readJson('data/evaluation.json');
const lines = [
  '# Not deployed',
  '',
  `The best model (${evaluation.model}) has an accuracy of ${evaluation.accuracy.toFixed(4)} on ${evaluation.test_rows}`,
  `penguins it had never seen; ${options.threshold} was asked for.`,
  '',
  '| model | cross-validated | test |',
  '|---|---|---|',
  ...evaluation.ranking.map(
    entry => `| ${entry.model} | ${entry.cv_accuracy.toFixed(4)} | ${entry.test_accuracy.toFixed(4)} |`,
  ),
  '',
];
await writeText('data/alert.md', lines.join('\n'));
console.log(lines.join('\n'));
