import { existsSync } from 'node:fs';
import { attemptProgram } from './attempt-body.ts';
import type { AttemptCommand, ProcessSettings } from './processes.ts';
import { isShellVariable, programBody, quote, scriptBody, wantsOwnShell } from './shell-text.ts';

/** What a slot's shell runs, or why there is nothing to run. The variables `odd` are set by a program, for a shell cannot. */
export function shellBody(
  command: AttemptCommand,
  odd: readonly string[],
  settings: ProcessSettings,
): { readonly text: string } | { readonly error: string } {
  const ownText = odd.length === 0 ? subshellBody(command) : undefined;
  if (ownText !== undefined) return { text: ownText };
  const program = attemptProgram(command, settings);
  if ('error' in program) return program;
  const variables = Object.entries(program.env ?? {}).map(([name, value]) => `export ${name}=${quote(value)}\n`);
  const input = program.stdin === undefined ? '' : `exec <${quote(program.stdin)} || exit\n`;
  const setter = odd.length === 0 ? [] : [envProgram, ...odd.map(name => `${name}=${command.env[name]}`)];
  return { text: variables.join('') + input + programBody([...setter, ...program.argv]) };
}

/** The same where a subshell is enough, which needs no files of its own; `undefined` elsewhere. */
export function subshellBody({ action, env }: AttemptCommand): string | undefined {
  if (action.kind !== 'script' || action.shell !== 'sh' || wantsOwnShell(action.script)) return undefined;
  return Object.keys(env).every(isShellVariable) ? scriptBody(action.script) : undefined;
}

/** It takes what begins like an option for one. */
export function canBeSetByEnv(names: readonly string[]): boolean {
  return existsSync(envProgram) && names.every(name => /^[^=-]/.test(name));
}

const envProgram = '/usr/bin/env';
