import { existsSync, readFileSync } from 'node:fs';
import type { Executor } from '../../../pipeline/pipeline.ts';
import type { Clock } from '../../clock.ts';
import { type Answer, startProcess } from '../../processes/start-process.ts';

export type KubernetesSettings = Extract<Executor, { type: 'kubernetes' }>;

const longestAnswerMs = 60_000;

/** The way to a cluster: the user's own `kubectl`, with whatever it needs to be let in. */
export class Kubectl {
  readonly #settings: KubernetesSettings;
  readonly #env: NodeJS.ProcessEnv;
  readonly #clock: Clock;
  #namespace: Promise<string> | undefined;

  constructor(settings: KubernetesSettings, env: NodeJS.ProcessEnv, clock: Clock) {
    this.#settings = settings;
    this.#env = env;
    this.#clock = clock;
  }

  /** That of the executor, of the context, or, in a pod, of that. */
  namespace(): Promise<string> {
    this.#namespace ??= this.#findNamespace();
    return this.#namespace;
  }

  /** Asks the API about what lies at `path`; `body` goes by stdin, so that nothing of it is on a command line. */
  ask(verb: 'get' | 'create' | 'replace' | 'delete', path: string, body?: unknown): Promise<Answer> {
    const more = verb === 'replace' ? ['--validate=false'] : [];
    const asked = this.#run(
      [verb, '--raw', path, ...more, ...(body === undefined ? [] : ['--filename=-'])],
      body === undefined ? '' : JSON.stringify(body),
    );
    return asked.finally(this.#clock.after(longestAnswerMs, asked.stop));
  }

  /** Reads what lies at `path` for as long as more comes. */
  listen(path: string, onOutput: (chunk: Buffer) => void): Promise<Answer> & { readonly stop: () => void } {
    return this.#run(['get', '--raw', path], '', onOutput);
  }

  async #findNamespace(): Promise<string> {
    const { namespace } = this.#settings;
    if (namespace !== undefined) return namespace;
    const { status, out } = await this.#run(['config', 'view', '--minify', '--output=jsonpath={..namespace}'], '');
    if (status !== 0 && existsSync(ownNamespace)) return readFileSync(ownNamespace, 'utf8').trim();
    return out.trim() || 'default';
  }

  #run(
    args: readonly string[],
    input: string,
    onOutput?: (chunk: Buffer) => void,
  ): Promise<Answer> & { readonly stop: () => void } {
    const { context } = this.#settings;
    const child = startProcess('kubectl', [...(context === undefined ? [] : [`--context=${context}`]), ...args], {
      env: this.#env,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const out: Buffer[] = [];
    let err = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      if (onOutput) onOutput(chunk);
      else out.push(chunk);
    });
    child.stderr?.on('data', chunk => {
      err += chunk;
    });
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
    const said = () => Buffer.concat(out).toString();
    const answer = new Promise<Answer>(resolve => {
      child.once('error', error => resolve({ status: undefined, out: '', err: error.message }));
      child.once('close', code => resolve({ status: code ?? 1, out: said(), err }));
    });
    return Object.assign(answer, { stop: () => void child.kill('SIGTERM') });
  }
}

/** Where a pod finds the name of its namespace. */
const ownNamespace = '/var/run/secrets/kubernetes.io/serviceaccount/namespace';
