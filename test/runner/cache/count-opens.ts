import fs from 'node:fs';
import fsPromises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { relative } from 'node:path';
import type { TestContext } from 'node:test';

/** Notes which files below `root`, but for the cache's own, are opened until the test ends. */
export function countOpens(context: TestContext, root: string): () => string[] {
  const opened: string[] = [];
  const note = (path: unknown) => {
    const name = relative(root, String(path));
    if (!name.startsWith('..') && !name.startsWith('.dagwright')) opened.push(name);
  };
  const { openSync, readFileSync } = fs;
  const { open } = fsPromises;
  const opening = context.mock.method(fs, 'openSync', (...args: Parameters<typeof openSync>) => {
    note(args[0]);
    return openSync(...args);
  });
  const reading = context.mock.method(fs, 'readFileSync', (...args: Parameters<typeof readFileSync>) => {
    note(args[0]);
    return readFileSync(...args);
  });
  const later = context.mock.method(fsPromises, 'open', (...args: Parameters<typeof open>) => {
    note(args[0]);
    return open(...args);
  });
  syncBuiltinESMExports();
  context.after(() => {
    for (const { mock } of [opening, reading, later]) mock.restore();
    syncBuiltinESMExports();
  });
  return () => opened;
}
