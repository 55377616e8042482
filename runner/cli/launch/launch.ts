#!/usr/bin/env node
import { join } from 'node:path';
import { quickWords } from './quick-words.ts';

/*
 * What is started. It loads the program, which is one file, unless a run of which nothing has changed can do without: see
 * `quick-run.ts`.
 */

/** The file of the program beside this one; a build puts it here. Its name changes with what is in it. */
declare const programFile: string;

const [, , word = '', ...words] = process.argv;
const command = /^[a-z][a-z-]{0,30}$/.test(word) ? word : 'other';

void start();

async function start(): Promise<void> {
  const said = command === 'run' && !isToldByEnvironment() ? quickWords(words) : undefined;
  if (said) {
    // Other commands start sooner without it.
    const { quickRun } = await import('./quick-run.ts');
    // The program says what the system refuses.
    const came = await quickRun(said, programFile).catch(() => 'unknown');
    if (came === 'done') return;
    if (came === 'changed') process.argv.push('--changed');
  }
  const { loadProgram } = await import('./load-program.ts');
  loadProgram(join(__dirname, 'dagwright', programFile), programFile, command);
}

/** Variables say what else could stand among the words, and to whom a run is told. */
function isToldByEnvironment(): boolean {
  return Object.keys(process.env).some(name => name.startsWith('DAGWRIGHT_') || name.startsWith('OPENLINEAGE_'));
}
