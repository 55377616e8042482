import { dirname, resolve } from 'node:path';
import { analyse } from '../../../pipeline/analyse.ts';
import { problem } from '../../../pipeline/problem.ts';
import { entryOf, scalarOf, scalarsOf, valueUnder } from '../../../pipeline/reading/fields.ts';
import type { ScalarSyntax } from '../../../pipeline/syntax.ts';
import { ringText, triggerRing } from '../../../pipeline/uses/trigger-ring.ts';
import { globPlaces } from '../schedule/glob-place.ts';
import { isWaitedFor, writtenFiles } from '../schedule/written-files.ts';
import type { CheckedFile } from './problem-text.ts';

/** The checked files, with a problem on each trigger by which pipelines among them start one another without end: by their ends, or by the files that they declare as outputs. */
export function withTriggerRings(files: readonly CheckedFile[]): readonly CheckedFile[] {
  const known = files.filter(({ text }) => text.includes('triggers')).map(startedBy);
  const startersOf = new Map(known.map(({ path, said }) => [path, startersIn(path, said, known)] as const));
  return files.map(file => {
    const path = resolve(file.name);
    const rings = [...(startersOf.get(path) ?? [])].flatMap(([target, word]) => {
      const ring = triggerRing(path, target, other => [...(startersOf.get(other)?.keys() ?? [])]);
      if (!ring) return [];
      const names = ring.map(other => files.find(({ name }) => resolve(name) === other)?.name ?? other);
      return [problem('unusable-pipeline', word.range, ringText(names))];
    });
    return rings.length === 0 ? file : { ...file, problems: [...file.problems, ...rings] };
  });
}

/** What starts a pipeline whatever happened: the end of another, or data. */
type Said =
  | { readonly word: ScalarSyntax; readonly target: string }
  | { readonly word: ScalarSyntax; readonly globs: readonly string[] };

interface Known {
  readonly path: string;
  readonly said: readonly Said[];
  readonly written: readonly string[];
}

function startedBy({ name, text }: CheckedFile): Known {
  const { syntax, pipeline } = analyse(text);
  const folder = dirname(resolve(name));
  const triggers = syntax.entries.find(({ key }) => key.text === 'triggers')?.value;
  const items = triggers?.kind === 'list' ? triggers.items : [];
  const said = items.flatMap((item): Said[] => {
    const target = scalarOf(item, 'pipeline');
    if (target && !entryOf(item, 'if')) return [{ word: target, target: resolve(folder, target.text) }];
    const globs = scalarsOf(valueUnder(item, 'files'));
    const [word] = globs;
    return word ? [{ word, globs: globs.map(glob => glob.text) }] : [];
  });
  return { path: resolve(name), said, written: pipeline ? writtenFiles(pipeline, folder) : [] };
}

/** The pipelines that start this one, and where that is said. Its own outputs do not start it. */
function startersIn(path: string, said: readonly Said[], known: readonly Known[]): ReadonlyMap<string, ScalarSyntax> {
  const starters = new Map<string, ScalarSyntax>();
  for (const one of said) {
    if ('target' in one) starters.set(one.target, one.word);
    else {
      const places = globPlaces(one.globs, dirname(path));
      if ('fault' in places) continue;
      for (const { path: other, written } of known)
        if (other !== path && isWaitedFor(written, places)) starters.set(other, one.word);
    }
  }
  return starters;
}
