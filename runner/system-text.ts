import { getSystemErrorMap } from 'node:util';

/** What the system says went wrong, in words: `no such file or directory`, without code and path. Other errors say their message. */
export function systemText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const number = 'errno' in error ? Number(error.errno) : 0;
  return getSystemErrorMap().get(number)?.[1] ?? error.message;
}
