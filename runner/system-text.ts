import { getSystemErrorMap } from 'node:util';

/** Whether the system says that there is no room: on the disk, or for this user. */
export function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}

/** What the system says went wrong, in words: `no such file or directory`, without code and path. Other errors say their message. */
export function systemText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const number = 'errno' in error ? Number(error.errno) : 0;
  return getSystemErrorMap().get(number)?.[1] ?? error.message;
}
