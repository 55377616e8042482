import { systemText } from '../system-text.ts';
import { Uncacheable } from './uncacheable.ts';

/** Why the cache could not do something, as a part of a sentence. Throws on what is our own fault. */
export function problemText(error: unknown): string {
  if (error instanceof Uncacheable) return error.message;
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'AbortError') return 'the run was stopped meanwhile';
  if (!('code' in error)) throw error;
  const path = 'path' in error && typeof error.path === 'string' ? `${error.path}: ` : '';
  return `${path}${systemText(error)}`;
}
