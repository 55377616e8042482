import type { SourceFile } from './source-files.ts';

/** A sentence for each import of Node that a file has which is loaded with `entry`. */
export function nodeImports(files: readonly SourceFile[], entry: string): readonly string[] {
  const byPath = new Map(files.map(file => [file.path, file]));
  const reached = new Set([entry]);
  const found: string[] = [];
  for (const path of reached) {
    for (const target of byPath.get(path)?.imports ?? []) {
      if ('file' in target) reached.add(target.file);
      else if (target.package.startsWith('node:'))
        found.push(`${path}, loaded with ${entry}, imports ${target.package}`);
    }
  }
  return found;
}
