// Fails the first time, and leaves a file by which it knows.
import { existsSync, writeFileSync } from 'node:fs';

const [, , file = ''] = process.argv;
if (!existsSync(file)) {
  writeFileSync(file, '');
  throw new Error('only the second time');
}
console.log('the second time');
