#!/usr/bin/env node
import { join } from 'node:path';
import { codeCache } from './code-cache.ts';
import { loadCompiled } from './load-compiled.ts';

/*
 * What is started: loads the program, which is one file, together with what Node compiled of it the last time that the
 * same command ran. Compiling takes longer than all else that a short run does before its first task.
 */

/** The file of the program beside this one; a build puts it here. Its name changes with what is in it. */
declare const programFile: string;

const [, , word = ''] = process.argv;
const command = /^[a-z][a-z-]{0,30}$/.test(word) ? word : 'other';
const cache = codeCache(`${programFile}-${command}`, process.env);
const { run, code } = loadCompiled(join(__dirname, 'dagwright', programFile), cache?.read());
run();
if (code && cache) process.once('exit', exitCode => keep(cache, code, exitCode));

/** Only what a command that exists has compiled; after a long time Node has thrown away what it began with. */
function keep({ write }: NonNullable<typeof cache>, code: () => Buffer, exitCode: number): void {
  const hasRun = exitCode === 0 || exitCode === 1 || exitCode === 130;
  if (hasRun && process.uptime() < longestSeconds) write(code());
}

const longestSeconds = 30;
