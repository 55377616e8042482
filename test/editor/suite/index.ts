import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** What VS Code calls: runs every test file beside this one, and rejects when a test fails. */
export async function run(): Promise<void> {
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({ ui: 'tdd', reporter: 'spec', color: false, timeout: 200_000, forbidOnly: true });
  const files = readdirSync(__dirname).filter(name => name.endsWith('.test.cjs'));
  for (const name of files.sort()) mocha.addFile(join(__dirname, name));
  await mocha.loadFilesAsync();
  const failures = await new Promise<number>(resolve => mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} tests failed.`);
}
