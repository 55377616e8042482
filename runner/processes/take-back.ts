import { existsSync, symlinkSync } from 'node:fs';
import { basename } from 'node:path';
import { outputLog, retoldLog } from '../layout.ts';

/**
 * Takes back an attempt that a shell was told ahead, by the path of its files: true when it has not begun there and never
 * will. A shell begins such an attempt by making its log, which fails where there is something; what is put there leads to
 * a file that is not, so that whoever begins the attempt later makes that. Only one of the two can be first.
 */
export function takeBack(path: string): boolean {
  try {
    symlinkSync(basename(retoldLog(path)), outputLog(path));
    return true;
  } catch {
    // Where nothing can be made, on a full disk, the shell makes nothing either.
    return !existsSync(outputLog(path));
  }
}
