// The circuit breaker: when the data is not what the models were made for, nothing below may run.
import { groupBy } from './group-by.mjs';
import { measurements, plausible } from './measurements.mjs';
import { readJson, readOptions } from './task.mjs';

const options = readOptions('rows', 'min-rows');
const rows = await readJson('data/penguins.json');
const faults = [...faultsOfTheWhole(rows), ...rows.flatMap(row => [...faultsOfRow(row)])];

printSummary(rows);
if (faults.length > 0) {
  console.error(`\nfaults in the data: ${faults.length}`);
  for (const fault of faults.slice(0, 20)) console.error(`  ${fault}`);
  if (faults.length > 20) console.error(`  and ${faults.length - 20} more`);
  process.exit(1);
}
console.log('\nno fault found');

function* faultsOfTheWhole(rows) {
  if (rows.length !== Number(options.rows)) yield `ingest promised ${options.rows} rows, the file has ${rows.length}`;
  if (rows.length < Number(options['min-rows'])) yield `${rows.length} rows are fewer than ${options['min-rows']}`;
  const species = groupBy(rows, row => row.species);
  if (species.size < 2) yield `only ${species.size} species: there is nothing to tell apart`;
  for (const [name, animals] of species) {
    if (animals.length < 20) yield `only ${animals.length} penguins of ${name}: too few to learn from`;
  }
}

function* faultsOfRow(row) {
  if (typeof row.species !== 'string' || row.species === '') yield `penguin ${row.id}: no species`;
  for (const name of measurements) {
    const [least, most] = plausible[name];
    const value = row[name];
    if (!(value >= least && value <= most)) yield `penguin ${row.id}: ${name} is ${value}, not ${least} to ${most}`;
  }
}

function printSummary(rows) {
  console.log('measurement            least   mean   most');
  for (const name of measurements) {
    const values = rows.map(row => row[name]);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const numbers = [Math.min(...values), mean, Math.max(...values)].map(value => value.toFixed(1).padStart(7));
    console.log(`${name.padEnd(20)}${numbers.join('')}`);
  }
}
