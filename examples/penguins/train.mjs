// Tries each setting of one kind of model by cross-validation, and learns once more from all of the training rows with
// the best of them.
import { accuracy, candidates, kindNames, learn } from './models.mjs';
import { shuffle } from './shuffle.mjs';
import { readJson, readOptions, writeJson, writeOutputs } from './task.mjs';

const folds = 5;
const options = readOptions('model', 'seed');
if (!kindNames.includes(options.model)) throw new Error(`--model is one of ${kindNames.join(', ')}`);
const seed = Number(options.seed);
const rows = shuffle(await readJson('data/train.json'), seed);

console.log(`${options.model}: ${folds}-fold cross-validation on ${rows.length} penguins`);
let best;
for (const settings of candidates(options.model)) {
  const score = crossValidate(settings);
  console.log(`  ${score.toFixed(4)}  ${JSON.stringify(settings)}`);
  if (!best || score > best.score) best = { score, settings };
}

await writeJson(`data/models/${options.model}.json`, learn(options.model, rows, best.settings, seed));
await writeOutputs({ cv_accuracy: best.score.toFixed(4) });

function crossValidate(settings) {
  let sum = 0;
  for (let fold = 0; fold < folds; fold++) {
    const held = rows.filter((_, index) => index % folds === fold);
    const rest = rows.filter((_, index) => index % folds !== fold);
    sum += accuracy(learn(options.model, rest, settings, seed), held) * held.length;
  }
  return sum / rows.length;
}
