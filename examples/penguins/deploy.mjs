// Puts the chosen model where a service would load it from, and proves that it still works after the way over the disk.
import { createHash } from 'node:crypto';
import { accuracy, load } from './models.mjs';
import { readJson, readOptions, writeText } from './task.mjs';

const options = readOptions('model', 'accuracy');
const text = `${JSON.stringify(await readJson(`data/models/${options.model}.json`))}\n`;
await writeText('build/model.json', text);

const again = accuracy(load(await readJson('build/model.json')), await readJson('data/test.json'));
if (again.toFixed(4) !== Number(options.accuracy).toFixed(4)) {
  throw new Error(`the deployed model has an accuracy of ${again.toFixed(4)}, not of ${options.accuracy}`);
}

const manifest = {
  model: options.model,
  accuracy: Number(options.accuracy),
  run: process.env.PIPELINE_RUN_ID ?? null,
  sha256: createHash('sha256').update(text).digest('hex'),
};
await writeText('build/manifest.json', `${JSON.stringify(manifest, null, 2)}\n`);
console.log(`deployed ${options.model} with an accuracy of ${options.accuracy} to build/`);
console.log(manifest);
