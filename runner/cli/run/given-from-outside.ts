import type { Pipeline } from '../../../pipeline/pipeline.ts';
import { CannotStart, type RunOptions } from '../../run-options.ts';
import { Refusal } from '../refusal.ts';
import type { PreparedRun } from './prepare-run.ts';

/** How secrets may come to a run. */
export interface SecretWishes {
  /** Their values are on stdin, as a JSON object by their names. */
  readonly secretsStdin?: boolean;
  /** Nobody can be asked. */
  readonly detached?: boolean;
}

/**
 * The run with what its files want from outside: the variables of `env_files` and the values of `secrets`. Those are
 * taken out of our own environment, so that nothing else that we start has them. A `Refusal` says what is missing.
 */
export async function withGiven(prepared: PreparedRun, wishes: SecretWishes): Promise<PreparedRun> {
  const files = filesOf(prepared.options);
  const wanted = [...files.values()];
  if (wanted.every(({ envFiles, secrets }) => envFiles.length === 0 && secrets.length === 0)) return prepared;
  // Most pipelines want nothing, and start sooner without it.
  const { givenEnvironments } = await import('../../secrets/given-environment.ts');
  const secrets = new Set(wanted.flatMap(pipeline => pipeline.secrets));
  const handed = wishes.secretsStdin && secrets.size > 0 ? await readHanded() : {};
  const ask = await asker(wishes);
  try {
    const found = await givenEnvironments(files, { handed, environment: process.env, ...(ask && { ask }) });
    for (const name of secrets) delete process.env[name];
    const maskProgram = [process.execPath, ...process.execArgv, process.argv[1] ?? '', 'mask-output'] as const;
    const options = { ...prepared.options, given: found.given, ...(secrets.size > 0 && { maskProgram }) };
    return { options, notes: [...prepared.notes, ...found.notes] };
  } catch (error) {
    if (error instanceof CannotStart) throw new Refusal(error.message);
    throw error;
  }
}

function filesOf({ file, pipeline, used }: RunOptions): ReadonlyMap<string, Pipeline> {
  const others = Object.entries(used ?? {}).map(([path, other]) => [path, other.pipeline] as const);
  return new Map([[file, pipeline], ...others]);
}

async function asker({
  detached,
  secretsStdin,
}: SecretWishes): Promise<((name: string) => Promise<string>) | undefined> {
  if (detached || secretsStdin || !process.stdin.isTTY || !process.stderr.isTTY) return undefined;
  const { askSecretly } = await import('./ask-secretly.ts');
  return name => askSecretly(`Value of the secret ${name}: `);
}

async function readHanded(): Promise<Record<string, string>> {
  let text = '';
  for await (const chunk of process.stdin.setEncoding('utf8')) text += chunk;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // What stands there is not to be shown.
  }
  if (isTexts(value)) return value;
  throw new Refusal('--secrets-stdin: stdin holds no JSON object with names and texts, like {"API_TOKEN":"…"}.');
}

function isTexts(value: unknown): value is Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every(text => typeof text === 'string');
}
