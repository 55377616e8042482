import { cp, mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { examplesFolder } from '../../scripts/examples.mjs';
import { artifactsFolder } from '../../scripts/folders.mjs';

/** A folder of a test's own: a test may write in it, and runs leave their state there. */
export interface WorkspaceCopy {
  readonly folder: string;
  remove(): Promise<void>;
}

/** Copies the tests' own pipelines to a temporary place. */
export function copyWorkspace(): Promise<WorkspaceCopy> {
  return copyInto(tmpdir(), join(import.meta.dirname, '..', 'workspace'));
}

/** Copies the examples to a place from which they reach the project's packages. */
export async function copyExamples(): Promise<WorkspaceCopy> {
  await mkdir(artifactsFolder, { recursive: true });
  return copyInto(artifactsFolder, examplesFolder);
}

async function copyInto(parent: string, source: string): Promise<WorkspaceCopy> {
  const folder = await realpath(await mkdtemp(join(parent, 'dagwright-pipelines-')));
  await cp(source, folder, { recursive: true });
  // The runs belong here, whatever lies further up.
  await mkdir(join(folder, '.git'));
  return { folder, remove: () => rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 }) };
}
