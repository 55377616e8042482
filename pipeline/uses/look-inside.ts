import { deepestUse } from '../unroll/task-count.ts';
import type { FilesBeside } from './files-beside.ts';
import type { LookInside } from './graph-inside.ts';

/** Finds what stands in the files that the one at `path` uses, as far as they have been read; what would never end is not looked into. */
export function lookInside(files: FilesBeside, path: string): LookInside {
  const own = files.find(path);
  return inside(files, path, [own && 'analysis' in own ? own.identity : path]);
}

function inside(files: FilesBeside, path: string, above: readonly string[]): LookInside {
  return file => {
    const target = files.resolve(file, path);
    const found = files.find(target);
    if (!found || !('analysis' in found)) return undefined;
    const { analysis, identity } = found;
    if (above.includes(identity) || above.length > deepestUse) return undefined;
    const { syntax, pipeline } = analysis;
    return { syntax, ...(pipeline ? { pipeline } : {}), inside: inside(files, target, [...above, identity]) };
  };
}
