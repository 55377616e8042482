// Counts the penguins of one island by their species.
import { readFile } from 'node:fs/promises';
import { groupBy } from '../penguins/group-by.mjs';
import { readOptions, writeOutputs } from '../penguins/task.mjs';

const { penguins, island } = readOptions('penguins', 'island');
const rows = JSON.parse(await readFile(penguins, 'utf8')).filter(row => row.island === island);
const species = Object.fromEntries(
  [...groupBy(rows, row => row.species)].map(([name, animals]) => [name, animals.length]),
);
console.log(`${island}: ${rows.length} penguins`);
await writeOutputs({ inhabitants: JSON.stringify({ island, species }) });
