import { writeFileSync } from 'node:fs';
import { scriptFile } from '../layout.ts';
import { foundProgram, type Interpreter, interpreter, scriptEnding } from './interpreter.ts';
import type { AttemptCommand, ProcessSettings } from './processes.ts';

/** A program and what it needs to run an attempt; or why it cannot. */
export type Program = Exclude<Interpreter, { missing: string }> | { readonly error: string };

/** What runs an attempt as a program of its own. A script is written into a file of the attempt's first. */
export function attemptProgram(command: AttemptCommand, settings: ProcessSettings): Program {
  const { action, path, workingDirectory } = command;
  const setting = (name: string) => command.env[name] ?? settings.env[name];
  const pythonPath = setting('PYTHONPATH');
  const lookup = { path: setting('PATH') ?? '', workingDirectory, ...(pythonPath !== undefined && { pythonPath }) };
  if (action.kind === 'program') return orError(foundProgram(action.argv, lookup));
  const file = scriptFile(path) + scriptEnding(action.shell);
  const found = orError(interpreter(action.shell, file, lookup));
  if (!('error' in found)) writeFileSync(file, ending(action.script));
  return found;
}

function orError(found: Interpreter): Program {
  if (!('missing' in found)) return found;
  const { missing } = found;
  if (missing === '') return { error: 'The command is empty.' };
  const place = missing.includes('/') ? 'it is not there, or may not be executed' : 'it is not on PATH';
  return { error: `\`${missing}\` cannot be run: ${place}.` };
}

function ending(script: string): string {
  return script.endsWith('\n') ? script : `${script}\n`;
}
