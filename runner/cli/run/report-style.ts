import { existsSync } from 'node:fs';
import { runFolder } from '../../layout.ts';
import { findRoot } from '../../run-directory/root.ts';
import { paintFor } from '../paint.ts';
import { symbolsFor } from '../symbols.ts';
import type { ReportStyle } from './reporter.ts';

export type RunFormat = 'pretty' | 'plain' | 'json';

/** How reports of runs below `root` look on this program's stdout. */
export function styleFor(root: string, isTerminal: boolean): ReportStyle {
  return {
    root,
    ...(findRoot(process.cwd()) === root ? {} : { directory: root }),
    paint: paintFor({ isTTY: isTerminal }, process.env),
    symbols: symbolsFor(process.env, process.platform),
    isKept: runId => existsSync(runFolder(root, runId)),
  };
}

/** Whether a run is told of as to a person at a terminal. */
export function isPretty(format: RunFormat | undefined, isTerminal: boolean): boolean {
  return format === 'pretty' || (format === undefined && isTerminal && process.env.TERM !== 'dumb');
}
