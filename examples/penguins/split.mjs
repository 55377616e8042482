// Puts a share of each species aside for the test; nothing above `evaluate` ever looks at it.
import { groupBy } from './group-by.mjs';
import { shuffle } from './shuffle.mjs';
import { readJson, readOptions, writeJson } from './task.mjs';

const options = readOptions('seed', 'test-share');
const rows = await readJson('data/penguins.json');
const train = [];
const test = [];

console.log('species      train  test');
for (const [species, animals] of groupBy(shuffle(rows, options.seed), row => row.species)) {
  const held = Math.round(animals.length * Number(options['test-share']));
  test.push(...animals.slice(0, held));
  train.push(...animals.slice(held));
  console.log(`${species.padEnd(12)} ${String(animals.length - held).padStart(5)} ${String(held).padStart(5)}`);
}
await writeJson('data/train.json', train);
await writeJson('data/test.json', test);
