// Chooses the model by its cross-validation, and only then looks at the test rows: a choice made on them would flatter
// the accuracy.
import { load, predict } from './models.mjs';
import { readInputs, readJson, writeJson, writeOutputs } from './task.mjs';

const inputs = await readInputs();
const ranking = Object.entries(inputs)
  .map(([task, outputs]) => ({ model: task.replace(/^train_/, ''), cv_accuracy: outputs.cv_accuracy }))
  .sort((a, b) => b.cv_accuracy - a.cv_accuracy);
const test = await readJson('data/test.json');

console.log('model        cross-validated  test');
for (const entry of ranking) {
  const fitted = load(await readJson(`data/models/${entry.model}.json`));
  entry.predicted = predict(fitted, test);
  entry.test_accuracy = test.filter((row, index) => row.species === entry.predicted[index]).length / test.length;
  console.log(
    `${entry.model.padEnd(12)} ${entry.cv_accuracy.toFixed(4).padStart(15)}  ${entry.test_accuracy.toFixed(4)}`,
  );
}

const [best] = ranking;
const confusion = confusionOf(best.predicted);
console.log(`\nthe best by cross-validation is ${best.model}; its test, row by row (down: truth, across: answer)`);
console.table(confusion);

await writeJson('data/evaluation.json', {
  model: best.model,
  accuracy: best.test_accuracy,
  test_rows: test.length,
  confusion,
  ranking: ranking.map(({ predicted, ...entry }) => entry),
});
await writeOutputs({ accuracy: best.test_accuracy.toFixed(4), model: best.model });

function confusionOf(predicted) {
  const species = [...new Set(test.map(row => row.species))].sort();
  const table = Object.fromEntries(species.map(truth => [truth, Object.fromEntries(species.map(name => [name, 0]))]));
  for (const [index, row] of test.entries()) table[row.species][predicted[index]]++;
  return table;
}
