// Names the islands on which penguins were measured.
import { groupBy } from './group-by.mjs';
import { readJson, writeOutputs } from './task.mjs';

const rows = await readJson('data/penguins.json');
const islands = [...groupBy(rows, row => row.island).keys()].sort();
await writeOutputs({ islands: JSON.stringify(islands) });
