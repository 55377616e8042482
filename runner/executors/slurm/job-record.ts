import type { Usage } from '../../event.ts';
import { answerOf } from '../../processes/start-process.ts';

/** How a job ended of which only Slurm itself can tell. */
export interface JobRecord {
  /** Slurm's word, such as `OUT_OF_MEMORY`. */
  readonly state: string;
  readonly code: number;
  /** The number of the signal that ended it; 0: none did. */
  readonly signal: number;
  readonly usage?: Usage;
}

/** Asks Slurm's accounting how a job ended, where there is one, else the controller, which forgets after some minutes. */
export class JobRecords {
  readonly #env: NodeJS.ProcessEnv;
  #hasAccounting = true;

  constructor(env: NodeJS.ProcessEnv) {
    this.#env = env;
  }

  /** `undefined`: nobody knows. */
  async of(id: string): Promise<JobRecord | undefined> {
    return (await this.#accounted(id)) ?? (await this.#remembered(id));
  }

  async #accounted(id: string): Promise<JobRecord | undefined> {
    if (!this.#hasAccounting) return undefined;
    const args = ['--jobs', id, '--noheader', '--parsable2', `--format=${accountFormat}`];
    const { status, out, err } = await answerOf('sacct', args, { env: this.#env });
    if (status !== 0 && (status === undefined || /accounting storage is disabled/i.test(err)))
      this.#hasAccounting = false;
    return status === 0 ? readAccounts(out, id) : undefined;
  }

  async #remembered(id: string): Promise<JobRecord | undefined> {
    const { status, out } = await answerOf('scontrol', ['show', 'job', '--oneliner', id], { env: this.#env });
    const [, state] = /\bJobState=(\w+)/.exec(out) ?? [];
    return status === 0 && state !== undefined ? { state, ...exitIn(/\bExitCode=(\S+)/.exec(out)?.[1]) } : undefined;
  }
}

/** What `sacct` is asked for, and `readAccounts` reads. */
export const accountFormat = 'JobID,State,ExitCode,TotalCPU,MaxRSS';

/** Reads what `sacct --noheader --parsable2` prints of a job: a line for the job, and one for each of its steps, which know the memory. */
export function readAccounts(text: string, id: string): JobRecord | undefined {
  const rows = text.split('\n').map(line => line.split('|'));
  const own = rows.filter(([job = '']) => job === id || job.startsWith(`${id}.`));
  const [, state = '', exit, cpu = ''] = own.find(([job]) => job === id) ?? [];
  if (state === '') return undefined;
  const peakMemoryBytes = Math.max(...own.map(([, , , , memory = '']) => bytesIn(memory)));
  const cpuMs = millisecondsIn(cpu);
  const usage = { ...(cpuMs > 0 && { cpuMs }), ...(peakMemoryBytes > 0 && { peakMemoryBytes }) };
  return { state, ...exitIn(exit), ...(Object.keys(usage).length > 0 && { usage }) };
}

/** `1:0` is a status, `0:9` a signal. */
function exitIn(text = ''): Pick<JobRecord, 'code' | 'signal'> {
  const [code, signal] = text.split(':').map(Number);
  return { code: code || 0, signal: signal || 0 };
}

/** `1536K`, `1.50M`; without a letter they are bytes. */
function bytesIn(text: string): number {
  const [, number, unit = ''] = /^([\d.]+)([KMGTP]?)$/.exec(text) ?? [];
  return number === undefined ? 0 : Math.round(Number(number) * 1024 ** ' KMGTP'.indexOf(unit || ' '));
}

/** `2-03:04:05`, `03:04:05`, `04:05.678`. */
function millisecondsIn(text: string): number {
  const [, days = '0', hours = '0', minutes, seconds] = /^(?:(\d+)-)?(?:(\d+):)?(\d+):([\d.]+)$/.exec(text) ?? [];
  if (minutes === undefined) return 0;
  return Math.round(((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60_000 + Number(seconds) * 1000);
}
