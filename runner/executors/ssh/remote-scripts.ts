import { quote } from '../../processes/shell-text.ts';

/** What an attempt is, on the machine that it runs on. */
export interface RemoteAttempt {
  /** The name of its folder there, without anything that a shell would read. */
  readonly key: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
  /** Files to be put into its folder: the script, what it is given. */
  readonly files: Readonly<Record<string, string>>;
}

/** In all that is written here, this stands for the attempt's own folder. */
export const ownFolder = '@DAGWRIGHT_FOLDER@';

/** Where attempts are kept there: in memory or on a disk of the machine, not on a shared one. */
function enter(key: string): string {
  return `umask 077; top="\${TMPDIR:-/tmp}/dagwright-$(id -u)"; folder="$top/"${quote(key)}\n`;
}

/** What tells whether the machine was started anew since. */
const boot = 'cat /proc/sys/kernel/random/boot_id 2>/dev/null';

/**
 * Begins an attempt, and nothing when it has begun already: its folder is its token. It leads a session of its own, so that no
 * connection takes it along, and tells its status in its folder. Variables go from the shell that reads this to the attempt:
 * no file holds them. In braces, for a shell that gets only a part of this must do nothing of it. Whoever owns the folder
 * above could put other files in the place of these.
 */
export function launchScript({ key, argv, env, workingDirectory, files }: RemoteAttempt): string {
  const variables = Object.entries(env).map(([name, value]) => `export ${name}=${placed(value)}\n`);
  const written = Object.entries(files).map(
    ([name, text]) => `cat >"$folder/"${quote(name)} <<'${endOfFile}' || exit\n${text}\n${endOfFile}\n`,
  );
  return `{ ${enter(key)}mkdir -p "\${folder%/*}" || exit
test -O "$top" && ! test -h "$top" || { echo "$top belongs to somebody else" >&2; exit 1; }
mkdir "$folder" 2>/dev/null || { test -d "$folder"; exit; }
${boot} >"$folder/boot"
${written.join('')}cat >"$folder/lead" <<'${endOfFile}' || exit
echo $$ >"$0.pid"
trap : TERM INT HUP
("$@")
status=$?
echo $status >"$0.new" && mv "$0.new" "$0.exit"
${endOfFile}
${variables.join('')}cd ${placed(workingDirectory)} 2>"$folder/log" || { echo ${quote(notShared)} >>"$folder/log"; echo 1 >"$folder/lead.exit"; exit 0; }
if command -v setsid >/dev/null; then alone=setsid; else alone=nohup; fi
$alone sh "$folder/lead" ${argv.map(placed).join(' ')} >"$folder/log" 2>&1 </dev/null &
}
`;
}

const notShared =
  'The folder of the task is not on this host: share it with the host, or have it copied there by "sync: rsync".';
const endOfFile = 'DAGWRIGHT_END_OF_FILE';

/** One word for the shell there, in which the attempt's folder may stand. */
function placed(text: string): string {
  return text.split(ownFolder).map(quote).join('"$folder"');
}

/** Prints what the attempt prints, from a byte on, until it is over. Ends with 3 when there is no such attempt, with 4 when it is gone. */
export function followScript(key: string, from: number): string {
  return `${enter(key)}test -d "$folder" || exit 3
test -e "$folder/lead.exit" || test "$(cat "$folder/boot")" = "$(${boot})" || exit 4
tries=${mostLooks}
until test -e "$folder/log"; do tries=$((tries - 1)); test "$tries" -gt 0 || exit 4; sleep 0.1; done
tail -c +${from + 1} -f "$folder/log" & reader=$!
trap 'kill $reader 2>/dev/null' EXIT
trap 'exit 1' HUP TERM PIPE
until test -e "$folder/lead.exit"; do
  pid=$(cat "$folder/lead.pid" 2>/dev/null) && ! kill -0 "$pid" 2>/dev/null && ! test -e "$folder/lead.exit" && exit 4
  sleep 0.1
done
`;
}

/** From the making of its folder until it begins, an attempt needs nothing but that machine. */
const mostLooks = 300;

/** What stands in front of the status: a host may greet before it. */
export const told = 'dagwright: it ended with ';

/** Prints the rest of the output; behind it, on the other stream, the status and what the attempt gave. */
export function collectScript(key: string, from: number): string {
  return `${enter(key)}tail -c +${from + 1} "$folder/log"
echo "${told}$(cat "$folder/lead.exit")" >&2; cat "$folder/outputs" >&2 2>/dev/null
exit 0
`;
}

/** Whether the attempt has begun: ends with 0 or 3. */
export function askScript(key: string): string {
  return `${enter(key)}test -d "$folder" || exit 3\n`;
}

/** Stops all that belongs to the attempt, also what has left its group, and ends when nothing of it is left. */
export function stopScript(key: string, graceMs: number, mark: string): string {
  return `${enter(key)}pid=$(cat "$folder/lead.pid" 2>/dev/null)
mark=${placed(mark)}
members() {
  for entry in /proc/[0-9]*; do
    if tr '\\0' '\\n' <"$entry/environ" 2>/dev/null | grep -qxF "$mark"; then echo "\${entry#/proc/}"; fi
  done 2>/dev/null
}
signal() { for member in $(members); do test "$member" -gt 1 && kill "-$1" "$member" 2>/dev/null; done; }
signal TERM
left=${Math.ceil(graceMs / 100)}
while test "$left" -gt 0 && test -n "$(members)"; do sleep 0.1; left=$((left - 1)); done
tries=50
while test "$tries" -gt 0 && test -n "$(members)"; do signal KILL; sleep 0.1; tries=$((tries - 1)); done
test -n "$pid" && test "$pid" -gt 1 && kill -KILL "$pid" 2>/dev/null
exit 0
`;
}

/** Forgets the attempt. */
export function forgetScript(key: string): string {
  return `${enter(key)}rm -rf "$folder"; rmdir "\${folder%/*}" 2>/dev/null; exit 0\n`;
}
