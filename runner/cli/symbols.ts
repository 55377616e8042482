import type { RunStatus, TaskStatus } from '../../pipeline/pipeline.ts';
import type { Paint, Style } from './paint.ts';

/** The signs and lines of the terminal's pictures. */
export interface Symbols {
  readonly status: Readonly<Record<TaskStatus | RunStatus, string>>;
  readonly barDone: string;
  readonly barLeft: string;
  readonly output: string;
  /** The time in which a task waits for a slot, runs, waits to be tried again; and a success that was not run for. */
  readonly timeline: {
    readonly queued: string;
    readonly runs: string;
    readonly retrying: string;
    readonly taken: string;
  };
  readonly ellipsis: string;
  readonly arrow: string;
  /** Between a task and one that waited for its place. */
  readonly placeArrow: string;
}

const beautiful: Symbols = {
  status: {
    ...{ pending: '·', queued: '○', running: '●', retrying: '↻', success: '✓', failed: '✗', skipped: '⊘' },
    ...{ upstream_failed: '⊘', cancelled: '◼', interrupted: '!' },
  },
  ...{ barDone: '━', barLeft: '─', output: '│', ellipsis: '…', arrow: '→', placeArrow: '⇢' },
  timeline: { queued: '░', runs: '█', retrying: '┄', taken: '◇' },
};

const plain: Symbols = {
  status: {
    ...{ pending: '.', queued: 'o', running: '*', retrying: '~', success: '+', failed: 'x', skipped: '-' },
    ...{ upstream_failed: '-', cancelled: '#', interrupted: '!' },
  },
  ...{ barDone: '#', barLeft: '-', output: '|', ellipsis: '...', arrow: '->', placeArrow: '~>' },
  timeline: { queued: '.', runs: '#', retrying: '~', taken: '=' },
};

/** The symbols that this terminal can show: the Linux console and old Windows consoles know few signs. */
export function symbolsFor(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): Symbols {
  if (platform !== 'win32') return env.TERM === 'linux' ? plain : beautiful;
  return env.WT_SESSION || env.TERM_PROGRAM === 'vscode' || env.TERM?.startsWith('xterm') ? beautiful : plain;
}

const colours = {
  ...{ pending: 'dim', queued: 'dim', running: 'cyan', retrying: 'yellow', success: 'green', failed: 'red' },
  ...{ skipped: 'dim', upstream_failed: 'dim', cancelled: 'yellow', interrupted: 'yellow' },
} as const satisfies Record<TaskStatus | RunStatus, Style>;

/** Paints a text in the colour of a status. */
export function paintStatus(paint: Paint, status: TaskStatus | RunStatus, text: string): string {
  return paint(colours[status], text);
}
