import { systemText } from '../../system-text.ts';
import { Refusal } from '../refusal.ts';

/** What `reading` answers; a `Refusal` says that `what` cannot be read, and why. */
export async function orRefusal<T>(what: string, reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    throw new Refusal(`${what} cannot be read: ${systemText(error)}.`, 1);
  }
}
