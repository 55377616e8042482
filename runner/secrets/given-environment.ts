import { dirname, resolve } from 'node:path';
import type { Pipeline } from '../../pipeline/pipeline.ts';
import { CannotStart } from '../run-options.ts';
import { readEnvFile } from './env-file.ts';
import { allSecrets, type GivenEnvironment, type GivenEnvironments } from './given.ts';
import { isTooShort, shortestMasked } from './mask-patterns.ts';

/** Where the values of secrets come from, beside the `env_files`. */
export interface SecretSources {
  /** Handed over by who starts the run. These win. */
  readonly handed: Readonly<Record<string, string>>;
  readonly environment: NodeJS.ProcessEnv;
  /** Asks the user; absent when there is nobody to ask. */
  readonly ask?: (name: string) => Promise<string>;
}

/**
 * Reads the `env_files` and finds the `secrets` of the pipelines in `files` (by absolute path), with notes for the user.
 * Throws `CannotStart` with a sentence for each that is missing.
 */
export async function givenEnvironments(
  files: ReadonlyMap<string, Pick<Pipeline, 'envFiles' | 'secrets'>>,
  sources: SecretSources,
): Promise<{ readonly given: GivenEnvironments; readonly notes: readonly string[] }> {
  const given = new Map<string, GivenEnvironment>();
  const found = new Map<string, string>();
  const wrong: string[] = [];
  const read = [...files].map(([file, pipeline]) => ({ file, pipeline, variables: readAll(file, pipeline, wrong) }));
  if (wrong.length > 0) throw new CannotStart(wrong.join('\n'));
  for (const { file, pipeline, variables } of read) {
    const secrets: Record<string, string> = {};
    for (const name of pipeline.secrets) {
      const value = await findValue(name, variables, sources, found);
      const fault = value === undefined ? missing(name) : faultOf(name, value);
      if (fault === undefined) secrets[name] = value ?? '';
      else wrong.push(fault);
    }
    const open = Object.entries(variables).filter(([name]) => !pipeline.secrets.includes(name));
    given.set(file, { variables: Object.fromEntries(open), secrets });
  }
  if (wrong.length > 0) throw new CannotStart([...new Set(wrong)].join('\n'));
  return { given, notes: notesOn(given) };
}

function readAll(file: string, { envFiles }: Pick<Pipeline, 'envFiles'>, wrong: string[]): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const name of envFiles) {
    const read = readEnvFile(resolve(dirname(file), name), name);
    if ('values' in read) Object.assign(variables, read.values);
    else wrong.push(`env_files: ${read.error}`);
  }
  return variables;
}

/** An empty value is none: so a secret looks that a service does not know. */
async function findValue(
  name: string,
  variables: Readonly<Record<string, string>>,
  { handed, environment, ask }: SecretSources,
  answers: Map<string, string>,
): Promise<string | undefined> {
  const known = [own(handed, name), own(variables, name), environment[name], answers.get(name)].find(value => value);
  if (known || !ask) return known;
  const answer = await ask(name);
  answers.set(name, answer);
  return answer === '' ? undefined : answer;
}

function own(values: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

function missing(name: string): string {
  return `The secret ${name} has no value. Set it in the environment, in one of the env_files, or hand it over with --secrets-stdin.`;
}

function faultOf(name: string, value: string): string | undefined {
  if (value.includes('\0')) return `The secret ${name} holds a NUL character, which no environment variable can.`;
  if (!shellReserved.has(name)) return undefined;
  return `The secret ${name} cannot be handed to tasks: the name means something to shells. Use another one.`;
}

/** Names that a shell sets itself, or does not pass on. */
const shellReserved = new Set(
  'IFS OPTIND OPTARG LINENO PPID PWD OLDPWD PS1 PS2 PS4 ENV UID EUID GROUPS SHELLOPTS BASHOPTS FUNCNAME DIRSTACK RANDOM SECONDS _'.split(
    ' ',
  ),
);

function notesOn(given: GivenEnvironments): string[] {
  const short = Object.entries(allSecrets(given)).filter(([, values]) => values.some(isTooShort));
  return short.map(
    ([name]) => `The secret ${name} is shorter than ${shortestMasked} characters, so it is not masked in output.`,
  );
}
