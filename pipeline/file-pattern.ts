import type { Matrix } from './pipeline.ts';

/** A path as the files it may stand for: parts between slashes, in which `*` is any text, `?` any letter, and `**` any folders. */
export type FilePattern = readonly (string | { readonly letters: string })[];

/** Whether a path has signs that stand for several files. */
export function isPattern(path: string): boolean {
  return /[*?[{]/.test(path);
}

/** Reads a glob; `undefined` for signs that other tools read differently. */
export function filePattern(path: string): FilePattern | undefined {
  if (/[{}()!+@[\]\\]/.test(path)) return undefined;
  return path.split('/').map(part => {
    if (part === '**') return part;
    return /[*?]/.test(part) ? { letters: part } : part;
  });
}

/** Whether a path, told letter by letter, is one of the files that a pattern stands for. */
export function matches(pattern: FilePattern, path: string): boolean {
  return matchesWild(pattern, path.split('/'), '**', fitsPart);
}

/** The values that `${{ matrix.x }}` has in each instance, as texts; `undefined` when there are too many, or some are not known. */
export function expandMatrix(path: string, matrix: Matrix | undefined): readonly string[] | undefined {
  const names = [...path.matchAll(/\$\{\{\s*matrix\.([A-Za-z_][\w-]*)\s*\}\}/g)].map(match => match[1] ?? '');
  if (!path.includes('${{')) return [path];
  const rest = path.replace(/\$\{\{\s*matrix\.[A-Za-z_][\w-]*\s*\}\}/g, '');
  if (rest.includes('${{') || !matrix || matrix.include.length > 0) return undefined;
  let paths = [path];
  for (const name of new Set(names)) {
    const values = matrix.axes[name];
    if (!values || paths.length * values.length > mostPaths) return undefined;
    const place = new RegExp(`\\$\\{\\{\\s*matrix\\.${name}\\s*\\}\\}`, 'g');
    paths = paths.flatMap(known => values.map(value => known.replace(place, () => String(value))));
  }
  return paths;
}

const mostPaths = 200;

function fitsPart(wanted: FilePattern[number], name: string): boolean {
  if (typeof wanted === 'string') return wanted === name;
  return !name.startsWith('.') && matchesWild(wanted.letters, name, '*', fitsLetter);
}

function fitsLetter(wanted: string, letter: string): boolean {
  return wanted === '?' || wanted === letter;
}

/**
 * Whether the things are what is wanted, one by one, where `any` stands for as many as there are. Takes at most as many
 * steps as there are pairs: when something does not fit, only the last `any` can take one more, for what an earlier one
 * could take is no further on.
 */
function matchesWild<Wanted, Thing>(
  wanted: ArrayLike<Wanted>,
  things: ArrayLike<Thing>,
  any: Wanted,
  fits: (wanted: Wanted, thing: Thing) => boolean,
): boolean {
  let at = 0;
  let next = 0;
  let lastAny: number | undefined;
  let taken = 0;
  while (next < things.length) {
    const want = wanted[at];
    const thing = things[next];
    if (want === any && at < wanted.length) {
      lastAny = at++;
      taken = next;
    } else if (want !== undefined && thing !== undefined && fits(want, thing)) {
      at++;
      next++;
    } else if (lastAny === undefined) return false;
    else {
      at = lastAny + 1;
      next = ++taken;
    }
  }
  while (at < wanted.length && wanted[at] === any) at++;
  return at === wanted.length;
}
