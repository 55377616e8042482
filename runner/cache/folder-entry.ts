import type { Dirent } from 'node:fs';

/** What stands in a folder. */
export type FolderEntry = Pick<Dirent, 'name' | 'isFile' | 'isDirectory' | 'isSymbolicLink'>;
