// Puts what all instances found into one page. The outputs of a task with a matrix or a foreach are lists.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readInputs } from '../penguins/task.mjs';

const { describe, train } = await readInputs();
const lines = [
  '# Does a model know the penguins of an island that it has never seen?',
  '',
  ...describe.inhabitants.map(({ island, species }) => `- ${island}: ${inWords(species)}`),
  '',
  '| model | without | accuracy there | species it had never seen |',
  '|---|---|---|---|',
  ...train.result.map(
    ({ model, island, accuracy, unknown }) =>
      `| ${model} | ${island} | ${accuracy.toFixed(4)} | ${unknown.join(', ')} |`,
  ),
  '',
];
await mkdir(join(import.meta.dirname, 'data'), { recursive: true });
await writeFile(join(import.meta.dirname, 'data/report.md'), lines.join('\n'));
console.log(lines.join('\n'));

function inWords(species) {
  return Object.entries(species)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ');
}
