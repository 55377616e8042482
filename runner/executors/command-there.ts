import { writeFileSync } from 'node:fs';
import { scriptFile } from '../layout.ts';
import { scriptEnding } from '../processes/interpreter.ts';
import type { AttemptCommand } from '../processes/processes.ts';

/** What runs at another place: the program, or what reads the file of the script, both found there by their names. */
export function commandThere({ action, path }: Pick<AttemptCommand, 'action' | 'path'>): readonly string[] {
  if (action.kind === 'program') return action.argv;
  const file = fileOfScript(path, action.shell);
  switch (action.shell) {
    case 'sh':
      return ['sh', '-e', file];
    case 'bash':
      return ['bash', '--noprofile', '--norc', '-eo', 'pipefail', file];
    case 'python':
    case 'node':
      return [action.shell, file];
    case 'pwsh':
      return ['pwsh', '-NoProfile', '-NonInteractive', '-File', file];
    case 'cmd':
      return ['cmd', '/d', '/c', file];
    default:
      return action.shell
        .split(/\s+/)
        .filter(word => word !== '')
        .map(word => word.replaceAll('{0}', () => file));
  }
}

/** Writes the script of an attempt, if it is one, where `commandThere` expects it. */
export function writeScript({ action, path }: Pick<AttemptCommand, 'action' | 'path'>): void {
  if (action.kind !== 'script') return;
  const text = action.script.endsWith('\n') ? action.script : `${action.script}\n`;
  writeFileSync(fileOfScript(path, action.shell), text);
}

function fileOfScript(path: string, shell: string): string {
  return scriptFile(path) + scriptEnding(shell);
}
