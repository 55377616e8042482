import { basename, join } from 'node:path';
import { type FSWatcher, watch } from 'chokidar';

/** Folders that are full of files that are nobody's own. */
export const passedOver: ReadonlySet<string> = new Set([
  ...['.git', '.dagwright', 'node_modules', '__pycache__', '.venv', 'venv', '.tox', '.mypy_cache'],
]);

/** What is heard of the folders that are watched. */
export interface FolderEars {
  /** Whether a folder that was found is watched too. */
  readonly enters: (folder: string) => boolean;
  /** Something in a watched folder was added, changed or went. */
  readonly file: (path: string) => void;
  /** A folder came that is watched now: what is in it may have come before. */
  readonly folderCame: (folder: string) => void;
  readonly folderWent: (folder: string) => void;
  /** Whether a link to a folder is as good as the folder. */
  readonly followsLinks: boolean;
}

/**
 * Watches folders, and those below them that are to be entered. Only folders: the system has no watches for a hundred
 * thousand files, and it tells of the files in a folder by the folder's.
 */
export function watchFolders(folders: readonly string[], ears: FolderEars): FSWatcher {
  const watcher = watch([...folders], {
    ...{ ignoreInitial: false, ignorePermissionErrors: true, followSymlinks: ears.followsLinks },
    ignored: (path, stats) => {
      if (passedOver.has(basename(path))) return true;
      return stats !== undefined && (!stats.isDirectory() || !ears.enters(path));
    },
  });
  watcher.on('raw', (_event, name, details) => {
    const folder: unknown = Object(details).watchedPath;
    if (typeof folder === 'string' && typeof name === 'string') ears.file(join(folder, name));
  });
  watcher.on('addDir', ears.folderCame);
  watcher.on('unlinkDir', ears.folderWent);
  watcher.on('error', () => {});
  return watcher;
}
