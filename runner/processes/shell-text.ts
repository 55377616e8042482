import { join } from 'node:path';
import { attemptNameOf, exitsFile, outputLog } from '../layout.ts';
import type { Masker } from './masker.ts';
import type { AttemptCommand } from './processes.ts';

/**
 * What a slot's shell reads first. It must outlive what a task sends to its own process group, and a handler, unlike an
 * ignored signal, is not inherited. `set +e`: the environment of bash can hold options. A line of a few bytes that is
 * appended is written whole, or not at all. A shell whose runner is gone ends with its attempt, whatever else it was told:
 * nobody hears it. `__dagwright_may` answers whether an attempt that was told ahead may begin now: 0 when it does, 1 after
 * one that failed or when it cannot, 2 when it was taken back. Making its log, which only one can, decides that.
 */
export function slotPreamble(run: string, masker?: Pick<Masker, 'announcements'>): string {
  return `set +e
trap : HUP INT QUIT TERM USR1 USR2 ALRM PIPE
command exec 3>>${quote(exitsFile(run))}
__dagwright_end() { echo "$1 $2" >&3; echo "$3 $1" || exit; return "$1"; }
__dagwright_may() {
test "$1" = 0 || return 1
set -C; true 2>/dev/null >"$2" && set +C && return 0
set +C; test -h "$2" && return 2
echo "$3 -"; return 1
}
${masker ? pipePreamble(quote(masker.announcements)) : ''}`;
}

/** Makes the pipe of an attempt and names it to the process that masks; fails when there is no pipe: the output must not go anywhere else. */
function pipePreamble(announcements: string): string {
  return `command -p mkfifo -m 600 ${announcements} 2>/dev/null
command exec 9<>${announcements}
__dagwright_pipe() { command -p mkfifo -m 600 "$1" 2>/dev/null; test -p "$1" && echo "$2" >&9; }
`;
}

/**
 * The text by which a slot's shell runs one attempt: in a subshell, so that nothing of it stays behind, with its output
 * in its log and nothing open but that; then its exit status goes into the file of all, and behind `token` on a line to the runner.
 * `body` is what is run. The shell assigns nothing itself. With a masker the output goes into a pipe to that.
 */
export function attemptText(
  command: AttemptCommand,
  body: string,
  usualFolder: string,
  token: number,
  masker?: Pick<Masker, 'pipes'>,
): string {
  const { inside, end } = attemptParts(command, body, usualFolder, token);
  const { path } = command;
  if (!masker) return `${inside} >>${quote(outputLog(path))} 2>&1 3>&-; ${end}\n`;
  const attempt = attemptNameOf(path);
  const pipe = quote(join(masker.pipes, attempt));
  return `__dagwright_pipe ${pipe} ${quote(attempt)} && ${inside} >${pipe} 2>&1 3>&- 9>&-; ${end}\n`;
}

/**
 * The same for an attempt that is told while another one runs: it begins only when that succeeds, and when it has not
 * been taken back by then (see `takeBack`). Of one that does not begin nothing is said, or `-`, when its log cannot be made.
 */
export function aheadText(command: AttemptCommand, body: string, usualFolder: string, token: number): string {
  const { inside, end } = attemptParts(command, body, usualFolder, token);
  const log = quote(outputLog(command.path));
  return `__dagwright_may $? ${log} ${token}; case $? in 0) ${inside} >>${log} 2>&1 3>&-; ${end};; 1) false;; esac\n`;
}

function attemptParts(
  command: AttemptCommand,
  body: string,
  usualFolder: string,
  token: number,
): { readonly inside: string; readonly end: string } {
  const { path, workingDirectory } = command;
  const steps: string[] = [];
  if (workingDirectory !== usualFolder) steps.push(`cd ${quote(workingDirectory)} || exit`);
  let exported = '';
  for (const name of Object.keys(command.env)) {
    if (isShellVariable(name)) exported += ` ${name}=${quote(command.env[name] ?? '')}`;
  }
  if (exported) steps.push(`export${exported}`);
  const end = `__dagwright_end $? ${quote(attemptNameOf(path))} ${token}`;
  return { inside: `(${steps.join('\n')}\n${body}) </dev/null`, end };
}

/** A script inside the subshell. `eval` keeps a syntax error in it from reaching beyond. */
export function scriptBody(script: string): string {
  return `set -e\neval ${quote(script)}\n`;
}

/** A program in the place of the subshell. */
export function programBody(argv: readonly string[]): string {
  return `exec ${argv.map(quote).join(' ')}\n`;
}

/**
 * Whether a script could tell the subshell from a shell of its own: it asks for a pid, its own name, its options, its
 * traps, or wants jobs. Then it gets a shell of its own. It may say yes too often, never too rarely.
 */
export function wantsOwnShell(script: string): boolean {
  if (script !== judged.script) judged = { script, wantsOwn: tellTale.test(script) };
  return judged.wantsOwn;
}

/** Tasks that run the same are often neighbours. */
let judged = { script: '', wantsOwn: false };

const tellTale =
  /\$[$_0-]|\$\{[$_0-]|PPID|BASH|SHELLOPTS|SHLVL|\/proc\/|\btrap\s*($|[;&|)\n]|-p)|\b(times|jobs|fg|bg|getopts|suspend|set\s+-\w*m|set\s+-o|__dagwright_\w+)\b/m;

/** One word for a POSIX shell, whatever it holds except NUL. */
export function quote(text: string): string {
  return text.includes("'") ? `'${text.replaceAll("'", "'\\''")}'` : `'${text}'`;
}

/** Whether a shell passes a variable of this name on as it is: it has a meaning of its own for some, and no way to name others. */
export function isShellVariable(name: string): boolean {
  const known = shellVariables.get(name);
  if (known !== undefined) return known;
  const is = /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !ownVariables.has(name) && !name.startsWith('BASH');
  shellVariables.set(name, is);
  return is;
}

/** All attempts of a run set much the same ones. */
const shellVariables = new Map<string, boolean>();

const ownVariables = new Set(
  'IFS OPTIND OPTARG LINENO PPID PWD OLDPWD PS1 PS2 PS4 ENV UID EUID GROUPS SHELLOPTS FUNCNAME DIRSTACK RANDOM SECONDS _'.split(
    ' ',
  ),
);
