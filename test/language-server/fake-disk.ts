import { posix } from 'node:path';
import type { Disk } from '../../language-server/workspace/disk.ts';

/** A disk of texts by absolute path; they may be changed. */
export function fakeDisk(files: Record<string, string>): Disk {
  const names = () => Object.keys(files);
  return {
    pathOf: uri => (uri.startsWith('file://') ? uri.slice('file://'.length) : undefined),
    uriOf: path => `file://${path}`,
    resolve: (file, from) => posix.resolve(posix.dirname(from), file),
    isThere: path => names().some(name => name === path || name.startsWith(`${path}/`)),
    entries: folder => {
      const inside = names().filter(name => name.startsWith(`${folder.replace(/\/$/, '')}/`));
      const rest = inside.map(name => name.slice(folder.replace(/\/$/, '').length + 1));
      const folders = new Set(rest.filter(name => name.includes('/')).map(name => name.split('/')[0] ?? ''));
      const own = rest.filter(name => !name.includes('/')).map(name => ({ name, isFolder: false }));
      return [...own, ...Array.from(folders, name => ({ name, isFolder: true }))];
    },
    read: path => (path in files ? { text: files[path] ?? '', stamp: files[path] ?? '' } : undefined),
    stampOf: path => files[path],
    pipelinesIn: folder => names().filter(name => name.startsWith(folder) && /pipeline\.ya?ml$/.test(name)),
  };
}
