import type { SourceFile } from './source-files.ts';

/** Each import circle once, as the trail of its files with the first one again at the end; type imports count. */
export function circles(files: readonly SourceFile[]): string[][] {
  const byPath = new Map(files.map(file => [file.path, file]));
  const state = new Map<string, 'open' | 'done'>();
  const trail: string[] = [];
  const found: string[][] = [];
  const visit = (path: string): void => {
    const file = byPath.get(path);
    if (!file || state.get(path) === 'done') return;
    if (state.get(path) === 'open') {
      found.push([...trail.slice(trail.indexOf(path)), path]);
      return;
    }
    state.set(path, 'open');
    trail.push(path);
    for (const target of file.imports) if ('file' in target) visit(target.file);
    trail.pop();
    state.set(path, 'done');
  };
  for (const file of files) visit(file.path);
  return found;
}
