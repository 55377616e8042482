// Writes the delays as a table that people can read.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const byHour = JSON.parse(await readFile(join(import.meta.dirname, 'data/delays.json'), 'utf8'));
const { FLIGHTS, LATE_SHARE, SURVEY } = process.env;

const report = [
  '# When flights are late',
  '',
  `${FLIGHTS} flights, ${(Number(LATE_SHARE) * 100).toFixed(1)} % of them more than 15 minutes late.`,
  SURVEY === 'success' ? 'The survey of the passengers is in.' : 'The survey of the passengers is missing.',
  '',
  '| hour | flights | median delay | nine of ten below | late |',
  '|--:|--:|--:|--:|--:|',
  ...byHour.map(
    ({ hour, flights, median, ninth_of_ten, late_share }) =>
      `| ${hour} | ${flights} | ${median} min | ${ninth_of_ten} min | ${(late_share * 100).toFixed(1)} % |`,
  ),
  '',
].join('\n');

const folder = join(import.meta.dirname, 'build');
await mkdir(folder, { recursive: true });
await writeFile(join(folder, 'delays.md'), report);
console.log(report);
