import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { pastDurations } from '../../runner/history/past-durations.ts';
import { findRoot } from '../../runner/run-directory/root.ts';
import type { NextRun, RunTimes } from '../graph/run-facts.ts';
import { expectedTimes } from './expected-times.ts';

/** How the next run of a file is expected to lie in time, as the past of its tasks tells; without any task when that tells nothing. */
export async function nextTimes(uri: vscode.Uri, next: NextRun): Promise<RunTimes> {
  const known = uri.scheme === 'file' ? await pastDurations(findRoot(dirname(uri.fsPath)), uri.fsPath) : new Map();
  const wanted = vscode.workspace.getConfiguration('dagwright', uri).get<number | null>('maxParallel');
  return expectedTimes(next.tasks, known, wanted ?? next.maxParallel ?? availableParallelism());
}
