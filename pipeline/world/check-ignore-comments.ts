import { closest } from '../closest.ts';
import { maySilence, uselessCodes } from '../ignore-comments.ts';
import { type Problem, type ProblemCode, problem, replacement, severities } from '../problem.ts';

/** Tells of comments that are to silence a problem and cannot: there is none of that code, or it is an error that stays one. */
export function checkIgnoreComments(text: string): readonly Problem[] {
  return uselessCodes(text).map(({ code, range }) => {
    if (Object.hasOwn(severities, code)) {
      return problem('unknown-key', range, `No comment silences ${code}: the pipeline cannot run with it.`);
    }
    const known = Object.keys(severities).filter(name => maySilence(name as ProblemCode));
    const near = closest(code, known);
    const hint = near === undefined ? '' : ` Did you mean "${near}"?`;
    const fixes = near === undefined ? [] : [replacement(`Write "${near}"`, range, near)];
    return problem('unknown-key', range, `There is no problem "${code}", so nothing is silenced.${hint}`, { fixes });
  });
}
