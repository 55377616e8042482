import { systemText } from '../../system-text.ts';
import { Refusal } from '../refusal.ts';

/** What `doing` answers; a `Refusal` says that `what` cannot be read, or what else was `done` to it, and why. */
export async function orRefusal<T>(what: string, doing: Promise<T>, done = 'read'): Promise<T> {
  try {
    return await doing;
  } catch (error) {
    throw new Refusal(`${what} cannot be ${done}: ${systemText(error)}.`, 1);
  }
}
