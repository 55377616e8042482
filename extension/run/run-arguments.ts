/** What is to be run: a file or some of its tasks, a past run once more, or the rest of one whose runner died. */
export type RunRequest =
  | { readonly kind: 'run'; readonly part?: RunPart }
  | { readonly kind: 'rerun'; readonly run: string; readonly failed?: true; readonly from?: string }
  | { readonly kind: 'resume'; readonly run: string };

/** A task, with what it needs, with what needs it, or alone. */
export interface RunPart {
  readonly task: string;
  readonly with: 'upstream' | 'downstream' | 'only';
}

/** What a run is started with, besides its file. */
export interface RunWishes {
  /** Absent: the whole file. */
  readonly request?: RunRequest;
  readonly params?: Readonly<Record<string, string>>;
  /** The scheduled time that the run is for; absent: now. */
  readonly date?: string;
  /** Handed over on stdin, never on the command line. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** How many tasks may run at once; absent: what the file says. */
  readonly maxParallel?: number;
  /** How much room the cache may take; absent: what the runner thinks right. */
  readonly cacheMaxSize?: string;
  /** How many runs stay when this one has ended; absent: all. */
  readonly keepRuns?: number;
}

/** The words behind `dagwright` that start a run which outlives whoever starts it. */
export function runArguments(file: string, wishes: RunWishes): string[] {
  const words = [...requestWords(file, wishes.request ?? { kind: 'run' }), '--detach', '--format', 'json'];
  for (const [name, value] of Object.entries(wishes.params ?? {})) words.push('--param', `${name}=${value}`);
  if (wishes.date !== undefined) words.push('--date', wishes.date);
  if (hasSecrets(wishes)) words.push('--secrets-stdin');
  if (wishes.maxParallel !== undefined) words.push('--max-parallel', String(wishes.maxParallel));
  return [...words, ...upkeepWords(wishes)];
}

/** A run that is gone on with keeps what it was started with. */
function upkeepWords({ request, cacheMaxSize, keepRuns }: RunWishes): readonly string[] {
  if (request?.kind === 'resume') return [];
  const size = cacheMaxSize === undefined ? [] : ['--cache-max-size', cacheMaxSize];
  return keepRuns === undefined ? size : [...size, '--keep-runs', String(keepRuns)];
}

/** Whether there is something to hand over on stdin. */
export function hasSecrets({ secrets }: RunWishes): boolean {
  return secrets !== undefined && Object.keys(secrets).length > 0;
}

function requestWords(file: string, request: RunRequest): readonly string[] {
  switch (request.kind) {
    case 'run':
      return ['run', file, ...(request.part ? [request.part.task, `--${request.part.with}`] : [])];
    case 'rerun': {
      const { run, failed, from } = request;
      return ['rerun', run, ...(failed ? ['--failed'] : []), ...(from === undefined ? [] : ['--from', from])];
    }
    case 'resume':
      return ['resume', request.run];
    default:
      return request satisfies never;
  }
}

/** The environment for a program that the editor starts as plain Node: the editor's own inner variables are taken out, so that no task sees them. */
export function runEnvironment(editor: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = {};
  for (const [name, value] of Object.entries(editor)) if (!inner.test(name)) environment[name] = value;
  return { ...environment, ELECTRON_RUN_AS_NODE: '1' };
}

const inner =
  /^(?:VSCODE_|ELECTRON_|CHROME_DESKTOP$|ORIGINAL_XDG_CURRENT_DESKTOP$|NODE_OPTIONS$|APPLICATION_INSIGHTS_)/;

/** A run that has been started. */
export interface StartedRun {
  readonly runId: string;
  readonly folder: string;
}

/** What the program says it has started, or `undefined` when it says something else. */
export function startedRun(output: string): StartedRun | undefined {
  try {
    const value: unknown = JSON.parse(output.trim().split('\n').at(-1) ?? '');
    if (typeof value !== 'object' || value === null || !('runId' in value) || !('folder' in value)) return undefined;
    const { runId, folder } = value;
    return typeof runId === 'string' && typeof folder === 'string' ? { runId, folder } : undefined;
  } catch {
    return undefined;
  }
}
