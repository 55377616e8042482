/** Why the cache cannot speak about a task this time: a part of a sentence for the user. The task is run as without it. */
export class Uncacheable extends Error {
  override readonly name = 'Uncacheable';
}
