import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Disk } from './disk.ts';

/** A larger file is no pipeline. */
const largest = 8_000_000;
/** So many pipelines are looked at when nobody has opened them. */
const mostPipelines = 500;

/** The disk of this machine. */
export const nodeDisk: Disk = {
  pathOf: uri => {
    try {
      return uri.startsWith('file:') ? fileURLToPath(uri) : undefined;
    } catch {
      return undefined;
    }
  },
  uriOf: path => pathToFileURL(path).href,
  resolve: (file, from) => resolve(dirname(from), file),
  isThere: existsSync,
  entries: folder => {
    try {
      const entries = readdirSync(folder, { withFileTypes: true });
      return entries.map(entry => ({ name: entry.name, isFolder: entry.isDirectory() }));
    } catch {
      return [];
    }
  },
  read: path => {
    try {
      const { size, mtimeMs } = statSync(path);
      return size > largest ? undefined : { text: readFileSync(path, 'utf8'), stamp: `${mtimeMs} ${size}` };
    } catch {
      return undefined;
    }
  },
  stampOf: path => {
    const found = statSync(path, { throwIfNoEntry: false });
    return found && `${found.mtimeMs} ${found.size}`;
  },
  pipelinesIn,
};

/** Goes through the folders level by level, and gives up where there are too many. */
function pipelinesIn(root: string): readonly string[] {
  const found: string[] = [];
  const folders = [root];
  for (let at = 0; at < folders.length && at < mostFolders && found.length < mostPipelines; at++) {
    const folder = folders[at] ?? root;
    for (const { name, isFolder } of nodeDisk.entries(folder)) {
      if (isFolder && !leftOut.test(name)) folders.push(join(folder, name));
      if (!isFolder && /(?:^|\.)pipeline\.ya?ml$/.test(name) && name !== 'pipeline.yml') found.push(join(folder, name));
    }
  }
  return found;
}

const mostFolders = 5000;
const leftOut = /^(?:\..*|node_modules|venv|__pycache__|dist|build|target)$/;
