import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/** How a script is run, or the name of the program that is missing. */
export type Interpreter =
  | {
      readonly argv: readonly string[];
      /** A file to read instead of `/dev/null`. */
      readonly stdin?: string;
      readonly env?: Readonly<Record<string, string>>;
    }
  | { readonly missing: string };

/** Finds programs. Names with a slash are taken from `workingDirectory`, others looked up in `path`. */
export interface Lookup {
  readonly path: string;
  readonly workingDirectory: string;
  /** The `PYTHONPATH` that the task would have. */
  readonly pythonPath?: string;
}

/**
 * What runs the script in `file` for a task with this `shell`: a word of the language, or a command with `{0}`.
 * Python and Node find modules from the working directory, as they would for a script that lies there.
 */
export function interpreter(shell: string, file: string, lookup: Lookup): Interpreter {
  switch (shell) {
    case 'sh':
      return first([['sh', '-e', file]], lookup);
    case 'bash':
      return first([['bash', '--noprofile', '--norc', '-eo', 'pipefail', file]], lookup);
    case 'python':
      return python(file, lookup);
    case 'node':
      return { ...first([['node', '-']], lookup), stdin: file };
    case 'pwsh':
      return first(
        ['pwsh', 'powershell'].map(name => [name, '-NoProfile', '-NonInteractive', '-File', file]),
        lookup,
      );
    case 'cmd':
      return first([['cmd', '/d', '/c', file]], lookup);
    default:
      return first([commandWords(shell, file)], lookup);
  }
}

function python(file: string, lookup: Lookup): Interpreter {
  const { pythonPath, workingDirectory } = lookup;
  const names = windows ? ['python', 'py'] : ['python', 'python3'];
  const path = pythonPath ? workingDirectory + delimiter + pythonPath : workingDirectory;
  return {
    ...first(
      names.map(name => [name, file]),
      lookup,
    ),
    env: { PYTHONPATH: path },
  };
}

/** A command is split at blanks; a file's path may hold some. */
function commandWords(command: string, file: string): string[] {
  const words = command.split(/\s+/).filter(word => word !== '');
  return words.map(word => word.replaceAll('{0}', () => file));
}

/** The ending that the interpreter wants its file to have. */
export function scriptEnding(shell: string): string {
  return shell === 'pwsh' ? '.ps1' : shell === 'cmd' ? '.cmd' : '';
}

/** `argv` with its program found, or what is missing. */
export function foundProgram(argv: readonly string[], lookup: Lookup): Interpreter {
  return first([argv], lookup);
}

function first(candidates: readonly (readonly string[])[], lookup: Lookup): Interpreter {
  for (const [program, ...args] of candidates) {
    const found = program === undefined ? undefined : find(program, lookup);
    if (found !== undefined) return { argv: [found, ...args] };
  }
  return { missing: candidates[0]?.[0] ?? '' };
}

const windows = process.platform === 'win32';

function find(program: string, { path, workingDirectory }: Lookup): string | undefined {
  if (/[/\\]/.test(program) && (windows || program.includes('/'))) {
    const file = isAbsolute(program) ? program : join(workingDirectory, program);
    return withEndings(file);
  }
  for (const folder of path.split(delimiter)) {
    const found = withEndings(join(isAbsolute(folder) ? folder : join(workingDirectory, folder), program));
    if (found !== undefined) return found;
  }
  return undefined;
}

function withEndings(file: string): string | undefined {
  const endings = windows ? ['', ...(process.env.PATHEXT ?? '.EXE;.CMD;.BAT').split(';')] : [''];
  return endings.map(ending => file + ending).find(isProgram);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
