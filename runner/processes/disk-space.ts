import { statfsSync } from 'node:fs';

/** What the system tells about the blocks of a file system: `bavail` is for everybody, `bfree` also for the superuser. */
interface Blocks {
  readonly bavail: number;
  readonly bfree: number;
}

/** Whether nothing more can be written on the file system of `folder`; false where the system does not tell. */
export function isDiskFull(folder: string, blocksOf: (folder: string) => Blocks = statfsSync): boolean {
  try {
    const { bavail, bfree } = blocksOf(folder);
    return (process.getuid?.() === 0 ? bfree : bavail) === 0;
  } catch {
    return false;
  }
}
