// Takes the measurements of 344 penguins from the package vega-datasets, gives them plain names, and leaves out the
// animals that nobody could measure.
import { readFile } from 'node:fs/promises';
import { measurements } from './measurements.mjs';
import { writeJson, writeOutputs } from './task.mjs';

// The package exports its code only, so its data is found beside its code, wherever it is installed.
const source = new URL('../data/penguins.json', import.meta.resolve('vega-datasets'));

const raw = JSON.parse(await readFile(source, 'utf8'));
const rows = raw.map(toRow);
const measured = rows.filter(row => measurements.every(name => typeof row[name] === 'number'));

console.log(`${raw.length} penguins read, ${raw.length - measured.length} of them without measurements and left out`);
await writeJson('data/penguins.json', measured);
await writeOutputs({ rows: measured.length });

function toRow(penguin, index) {
  return {
    id: index + 1,
    species: penguin.Species,
    island: penguin.Island,
    beak_length_mm: penguin['Beak Length (mm)'],
    beak_depth_mm: penguin['Beak Depth (mm)'],
    flipper_length_mm: penguin['Flipper Length (mm)'],
    body_mass_g: penguin['Body Mass (g)'],
  };
}
