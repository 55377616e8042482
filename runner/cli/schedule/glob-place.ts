import { homedir } from 'node:os';
import { dirname, parse, relative, resolve, sep } from 'node:path';
import picomatch from 'picomatch';

/** What a `files` trigger listens at. */
export interface GlobPlace {
  /** The folder below which its files are, absolute. */
  readonly folder: string;
  /** Whether a file below it is meant. */
  readonly fits: (path: string) => boolean;
  /** Whether files that are meant may be in a folder, or below it. */
  readonly reaches: (folder: string) => boolean;
}

/** The places that globs mean, seen from `base`; or a sentence on why they cannot be listened at. */
export function globPlaces(globs: readonly string[], base: string): readonly GlobPlace[] | { readonly fault: string } {
  const unwanted = globs.filter(glob => glob.startsWith('!')).map(glob => posix(resolve(base, glob.slice(1))));
  const isExcluded = unwanted.length === 0 ? () => false : picomatch(unwanted, { dot: true });
  const places: GlobPlace[] = [];
  for (const glob of globs) {
    if (glob.startsWith('!')) continue;
    if (glob.startsWith('~/')) {
      return { fault: `"${glob}": only shells know "~". Write a path from this file, or a whole one.` };
    }
    const { base: fixed, isGlob, glob: rest } = picomatch.scan(glob);
    const folder = isGlob ? resolve(base, fixed) : dirname(resolve(base, glob));
    const isDeep = isGlob && rest.includes('**');
    if (isDeep && isAbove(folder, homedir())) {
      return { fault: `"${glob}" means files all over the disk: name a folder that the data comes to.` };
    }
    const fits = picomatch(posix(resolve(base, glob)));
    const depth = isGlob ? rest.split('/').length - 1 : 0;
    places.push({
      folder,
      fits: path => fits(posix(path)) && !isExcluded(posix(path)),
      reaches: other => {
        const way = relative(folder, other);
        if (way === '') return true;
        return way !== '..' && !way.startsWith(`..${sep}`) && (isDeep || way.split(sep).length <= depth);
      },
    });
  }
  return places;
}

function isAbove(folder: string, other: string): boolean {
  return folder === parse(folder).root || folder === other || other.startsWith(folder + sep);
}

function posix(path: string): string {
  return sep === '/' ? path : path.replaceAll(sep, '/');
}
