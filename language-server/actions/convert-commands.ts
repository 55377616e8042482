import { taskName as nameOf } from '../../importers/imported.ts';
import { runLines } from '../../importers/pipeline-text.ts';
import type { Converted } from './convert-makefile.ts';

const command = /^(?:\$ )?(?:[A-Z_]+=\S* )*(?:\.{0,2}\/)?[a-z][\w.+/-]*(?: [^:]*| .*[^:\s]:\S.*)?$/;

/** One task of lines that are commands as one types them, a `$` before each or not. */
export function convertCommands(text: string, isFree: (name: string) => boolean): Converted | undefined {
  const lines = text.split('\n').map(line => line.trim());
  const commands = lines.filter(line => line !== '' && !line.startsWith('#'));
  if (commands.length < 2 || !commands.every(line => command.test(line)) || !commands.some(isLonger)) return undefined;
  const program = /^(?:\$ )?(?:[A-Z_]+=\S* )*\S*?([\w-]+)(?:\.\w+)?(?:\s|$)/.exec(commands[0] ?? '')?.[1];
  const name = freeName(nameOf(program ?? 'commands'), isFree);
  return { from: 'commands', lines: [`${name}:`, ...runLines(lines.map(line => line.replace(/^\$ /, '')))] };
}

function isLonger(line: string): boolean {
  return /\S\s+\S/.test(line.replace(/^\$ /, ''));
}

function freeName(name: string, isFree: (name: string) => boolean): string {
  for (let count = 1; ; count++) {
    const candidate = count === 1 ? name : `${name}_${count}`;
    if (isFree(candidate)) return candidate;
  }
}
