import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { controlFolder } from './layout.ts';

/** What may be asked of a run from outside. */
export type Request = { readonly type: 'cancel'; readonly task?: string };

/** Asks the run in the folder `run` for something; the runner takes the file away when it has read it. Throws when the folder cannot be written. */
export function sendRequest(run: string, request: Request): void {
  const folder = controlFolder(run);
  mkdirSync(folder, { recursive: true });
  const name = `${request.type}-${randomUUID()}`;
  const unfinished = join(folder, `.${name}`);
  writeFileSync(unfinished, JSON.stringify(request));
  renameSync(unfinished, join(folder, `${name}.json`));
}
