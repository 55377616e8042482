/** A file, or a folder, that a stage writes, as seen from the file with the stages. */
export interface WrittenFile {
  readonly stage: string;
  readonly path: string;
}

/** The stages that write what stands at `path`, in it, or around it; items (`${item}`) may be any name. */
export function writersOf(path: string, written: readonly WrittenFile[]): readonly string[] {
  const within = asPattern(path);
  const found = written.filter(file => within.test(file.path) || asPattern(file.path).test(path));
  return [...new Set(found.map(({ stage }) => stage))];
}

/** A path of a stage with this `wdir` as seen from the file with the stages, without `.` and `..` where that can be. */
export function plainPath(folder: string | undefined, file: string): string {
  const found: string[] = [];
  for (const part of `${folder ?? '.'}/${file}`.split('/')) {
    if (part === '..' && found.length > 0 && found.at(-1) !== '..') found.pop();
    else if (part !== '.' && part !== '') found.push(part);
  }
  return found.join('/');
}

function asPattern(path: string): RegExp {
  const parts = path.split(/\$\{[^}]*\}/).map(part => part.replace(/[^\w/]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^/]*')}(?:/|$)`);
}
