// Puts the report where readers would find it: here, a page beside it.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const folder = join(import.meta.dirname, 'build');
const report = await readFile(join(folder, 'delays.md'), 'utf8');
const page = `<!doctype html>\n<meta charset="utf-8">\n<title>When flights are late</title>\n<pre>${report}</pre>\n`;
await writeFile(join(folder, 'index.html'), page);
console.log(`published ${report.split('\n').length} lines`);
