import { normalize } from 'node:path';

/** Whether two absolute paths name the same file; on Windows the case of letters does not count. */
export function samePath(first: string, second: string): boolean {
  return pathKey(first) === pathKey(second);
}

/** The same for each writing of one absolute path. */
export function pathKey(path: string): string {
  return process.platform === 'win32' ? normalize(path).toLowerCase() : normalize(path);
}
