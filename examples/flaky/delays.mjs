// Counts how late 200,000 flights of the package vega-datasets were, by the hour in which they left.
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const lateMinutes = 15;

// The package exports its code only, so its data is found beside its code, wherever it is installed.
const source = new URL('../data/flights-200k.json', import.meta.resolve('vega-datasets'));
const flights = JSON.parse(await readFile(source, 'utf8'));

const hours = Array.from({ length: 24 }, (_, hour) => ({ hour, delays: [] }));
for (const flight of flights) hours[Math.floor(flight.time) % 24].delays.push(flight.delay);
const byHour = hours.filter(({ delays }) => delays.length > 0).map(summary);
const late = flights.filter(flight => flight.delay > lateMinutes).length;

console.log(`${flights.length} flights, ${late} of them more than ${lateMinutes} minutes late\n`);
for (const { hour, flights, late_share } of byHour) {
  const bar = '█'.repeat(Math.round(late_share * 60));
  const colour = late_share > 0.25 ? 31 : late_share > 0.15 ? 33 : 32;
  console.log(
    `${String(hour).padStart(2)}h ${String(flights).padStart(6)}  \x1b[${colour}m${bar}\x1b[0m ${percent(late_share)}`,
  );
}

const folder = join(import.meta.dirname, 'data');
await mkdir(folder, { recursive: true });
await writeFile(join(folder, 'delays.json'), `${JSON.stringify(byHour, null, 1)}\n`);
const outputs = `flights=${flights.length}\nlate_share=${(late / flights.length).toFixed(4)}\n`;
if (process.env.PIPELINE_OUTPUT) await appendFile(process.env.PIPELINE_OUTPUT, outputs);

function summary({ hour, delays }) {
  const sorted = delays.toSorted((a, b) => a - b);
  return {
    hour,
    flights: sorted.length,
    median: sorted[Math.floor(sorted.length / 2)],
    ninth_of_ten: sorted[Math.floor(sorted.length * 0.9)],
    late_share: sorted.filter(delay => delay > lateMinutes).length / sorted.length,
  };
}

function percent(share) {
  return `${(share * 100).toFixed(1)} %`;
}
