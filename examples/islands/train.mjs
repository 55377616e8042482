// Learns from the penguins of all islands but one, and is tested on those of that one. Without an island every fourth
// penguin is put aside for the test.
import { readFile } from 'node:fs/promises';
import { accuracy, learn } from '../penguins/models.mjs';
import { shuffle } from '../penguins/shuffle.mjs';
import { readOptions, writeOutputs } from '../penguins/task.mjs';

const settings = {
  forest: { nEstimators: 20, maxFeatures: 3 },
  knn: { k: 5 },
  logistic: { learningRate: 1e-3, numSteps: 500 },
};

const { penguins, model, island, seed } = readOptions('penguins', 'model', 'island', 'seed');
const rows = shuffle(JSON.parse(await readFile(penguins, 'utf8')), seed);
const isHeld = island === 'none' ? (_, index) => index % 4 === 0 : row => row.island === island;
const test = rows.filter(isHeld);
const train = rows.filter((row, index) => !isHeld(row, index));

const known = new Set(train.map(row => row.species));
const unknown = [...new Set(test.map(row => row.species))].filter(species => !known.has(species));
const score = accuracy(learn(model, train, settings[model], Number(seed)), test);

console.log(`${model}: learned from ${train.length} penguins, tested on ${test.length}`);
if (unknown.length > 0) console.log(`  never seen before: ${unknown.join(', ')}`);
await writeOutputs({ result: JSON.stringify({ model, island, accuracy: score, unknown }) });
