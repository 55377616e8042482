import {
  closeSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** Keeps one piece of compiled code for the next process. What cannot be kept or read is not there. */
export interface CodeCache {
  read(): Buffer | undefined;
  write(code: Buffer): void;
}

/**
 * The cache of the user for the code with this name, made by this version of Node; `undefined` when the user wants none
 * (NODE_DISABLE_COMPILE_CACHE, as Node has it). Code that anybody else could have written is not used.
 */
export function codeCache(name: string, env: NodeJS.ProcessEnv): CodeCache | undefined {
  const caches = cachesFolder(env);
  if (caches === undefined || env.NODE_DISABLE_COMPILE_CACHE) return undefined;
  const folder = join(caches, 'dagwright', 'code');
  const file = join(folder, `${name}-${process.version}-${process.arch}`);
  return {
    read: () => orNothing(() => (isOurs(lstatSync(folder)) ? readOurs(file) : undefined)),
    write: code => orNothing(() => replace(folder, file, code)),
  };
}

/** Where programs of this system keep what they can make again. */
function cachesFolder(env: NodeJS.ProcessEnv): string | undefined {
  const { XDG_CACHE_HOME: chosen, LOCALAPPDATA: local } = env;
  if (process.platform === 'win32') return local;
  if (chosen && isAbsolute(chosen)) return chosen;
  return orNothing(() => join(homedir(), process.platform === 'darwin' ? 'Library/Caches' : '.cache'));
}

function readOurs(path: string): Buffer | undefined {
  const file = openSync(path, 'r');
  try {
    return isOurs(fstatSync(file)) ? readFileSync(file) : undefined;
  } finally {
    closeSync(file);
  }
}

/** Nobody but the user may write to it. On Windows the folder is the user's own. */
function isOurs({ uid, mode }: Stats): boolean {
  return process.platform === 'win32' || (uid === process.getuid?.() && (mode & 0o022) === 0);
}

/** Another process sees the whole of it or nothing. */
function replace(folder: string, file: string, code: Buffer): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (!isOurs(lstatSync(folder))) return;
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, code, { mode: 0o600, flag: 'wx' });
  renameSync(unfinished, file);
  for (const other of readdirSync(folder)) removeOld(join(folder, other));
}

/** Code of earlier versions would never go. */
function removeOld(file: string): void {
  if (Date.now() - statSync(file).mtimeMs > oldMs) rmSync(file, { force: true });
}

const oldMs = 30 * 24 * 60 * 60 * 1000;

function orNothing<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
