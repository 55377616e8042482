import { scalarOf, scalarsOf, valueUnder } from '../../pipeline/reading/fields.ts';
import type { ValueSyntax } from '../../pipeline/syntax.ts';
import type { ImportedTask } from '../imported.ts';

/** What a template runs: its `script`, or the command of its container; nothing when it has neither. */
export function argoScript(
  work: ValueSyntax | undefined,
  text: (text: string) => string,
): Pick<ImportedTask, 'script' | 'shell'> | undefined {
  const command = scalarsOf(valueUnder(work, 'command')).map(word => word.text);
  const source = scalarOf(work, 'source');
  if (source) return { ...shellOf(command), script: text(source.text).trimEnd().split('\n') };
  const words = [...command, ...scalarsOf(valueUnder(work, 'args')).map(word => word.text)];
  const [program = '', flags = '', script, ...others] = words;
  if (/(?:^|\/)(?:ba|da)?sh$/.test(program) && /^-\w*c$/.test(flags) && script !== undefined && others.length === 0) {
    const own = [program, ...(flags === '-c' ? [] : [flags.slice(0, -1)])];
    return { ...shellOf(own), script: text(script).trimEnd().split('\n') };
  }
  if (words.length === 0) return undefined;
  return { script: [words.map(word => quoted(text(word))).join(' ')] };
}

/** The shell of a script, which in Argo is handed to a command as a file. */
function shellOf(command: readonly string[]): Pick<ImportedTask, 'shell'> {
  const words = command.length === 0 ? ['sh'] : command;
  const known = { 'sh -e': undefined, python: 'python', python3: 'python', node: 'node' };
  const line = words.map(word => word.split('/').at(-1) ?? '').join(' ');
  if (!(line in known)) return { shell: [...words, '{0}'].join(' ') };
  const shell = known[line as keyof typeof known];
  return shell === undefined ? {} : { shell };
}

function quoted(word: string): string {
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
