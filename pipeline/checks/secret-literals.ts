import { type Problem, problem } from '../problem.ts';
import { entryOf } from '../reading/fields.ts';
import type { ValueSyntax } from '../syntax.ts';

/** Tells of passwords and tokens that are written out in the command of a task. `text` is the piece of the task. */
export function checkSecretLiterals(text: string, body: ValueSyntax | undefined): readonly Problem[] {
  const run = entryOf(body, 'run')?.value;
  if (!run || run.kind === 'map') return none;
  const written = text.slice(run.range.start, run.range.end);
  if (!mayHold.test(written)) return none;
  return [...written.matchAll(secret)].map(({ 0: found, 1: password, index }) => {
    const start = run.range.start + index + (password === undefined ? 0 : found.lastIndexOf(password));
    const range = { start, end: start + (password ?? found).length };
    const what = password === undefined ? 'A token' : 'A password';
    const message = `${what} stands in this command: whoever reads the file, its history or the list of processes sees it. Name it under "secrets" and write "$NAME".`;
    return problem('secret-in-command', range, message);
  });
}

const none: readonly Problem[] = [];

const mayHold = /:\/\/[^\s/]*@|gh[pousr]_|github_pat_|glpat-|AKIA|xox[abpr]-|sk_live_/;

/**
 * The password of `scheme://user:password@host`, but for the throw-away ones of this machine and what the shell or an
 * expression puts there; and what only a token of a well-known maker looks like.
 */
const secret =
  /:\/\/[^\s/:@'"$<>{}()]*:([^\s/:@'"$<>{}()*]+)@(?!localhost\b|127\.|\[::1\])|\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{22,}|glpat-[\w-]{20,}|AKIA[0-9A-Z]{16}|xox[abpr]-[\w-]{10,}|sk_live_\w{16,})(?![\w-])/g;
