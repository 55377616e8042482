import { readFileSync, writeFileSync } from 'node:fs';
import { originFile } from '../layout.ts';
import type { RunOrigin } from './observer.ts';

/** What the run in the folder `run` is a part of: what was kept when it began, else what the environment says now. */
export function originOf(run: string, env: NodeJS.ProcessEnv, isResumed: boolean): RunOrigin {
  const kept = isResumed ? read(run) : undefined;
  if (kept) return kept;
  const { TRACEPARENT, OPENLINEAGE_CONTEXT, OPENLINEAGE_PARENT_ID, OPENLINEAGE_ROOT_PARENT_ID } = env;
  const origin = {
    ...(TRACEPARENT && { traceparent: TRACEPARENT }),
    ...(OPENLINEAGE_CONTEXT && { lineageContext: OPENLINEAGE_CONTEXT }),
    ...(OPENLINEAGE_PARENT_ID && { lineageParent: OPENLINEAGE_PARENT_ID }),
    ...(OPENLINEAGE_ROOT_PARENT_ID && { lineageRoot: OPENLINEAGE_ROOT_PARENT_ID }),
  };
  // Whoever resumes the run may have been started within something else.
  if (!isResumed && Object.keys(origin).length > 0) writeFileSync(originFile(run), `${JSON.stringify(origin)}\n`);
  return isResumed ? {} : origin;
}

function read(run: string): RunOrigin | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(originFile(run), 'utf8'));
    return isOrigin(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isOrigin(value: unknown): value is RunOrigin {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every(text => typeof text === 'string');
}
