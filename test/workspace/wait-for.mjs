// Ends when the file is there; after two minutes in any case, so that a broken test leaves nothing behind.
import { existsSync } from 'node:fs';

const [, , file = ''] = process.argv;
console.log(`waiting for ${file}`);
const end = Date.now() + 120_000;
const timer = setInterval(() => {
  if (existsSync(file) || Date.now() > end) clearInterval(timer);
}, 50);
