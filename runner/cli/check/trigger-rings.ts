import { dirname, resolve } from 'node:path';
import { analyse } from '../../../pipeline/analyse.ts';
import { problem } from '../../../pipeline/problem.ts';
import { entryOf, scalarOf } from '../../../pipeline/reading/fields.ts';
import type { ScalarSyntax } from '../../../pipeline/syntax.ts';
import { ringText, triggerRing } from '../../../pipeline/uses/trigger-ring.ts';
import type { CheckedFile } from './problem-text.ts';

/** The checked files, with a problem on each trigger by which pipelines among them start one another without end. */
export function withTriggerRings(files: readonly CheckedFile[]): readonly CheckedFile[] {
  const targets = new Map(files.map(file => [resolve(file.name), targetsOf(file)] as const));
  const startersOf = (path: string) => [...(targets.get(path)?.keys() ?? [])];
  return files.map(file => {
    const path = resolve(file.name);
    const rings = [...(targets.get(path) ?? [])].flatMap(([target, word]) => {
      const ring = triggerRing(path, target, startersOf);
      if (!ring) return [];
      const names = ring.map(other => files.find(({ name }) => resolve(name) === other)?.name ?? other);
      return [problem('unusable-pipeline', word.range, ringText(names))];
    });
    return rings.length === 0 ? file : { ...file, problems: [...file.problems, ...rings] };
  });
}

/** The pipelines whose ends start this one whatever happened, and where that is said. */
function targetsOf({ name, text }: CheckedFile): ReadonlyMap<string, ScalarSyntax> {
  if (!text.includes('triggers')) return new Map();
  const triggers = analyse(text).syntax.entries.find(({ key }) => key.text === 'triggers')?.value;
  const items = triggers?.kind === 'list' ? triggers.items : [];
  const found = items.flatMap(item => {
    const target = scalarOf(item, 'pipeline');
    return target && !entryOf(item, 'if') ? [[resolve(dirname(name), target.text), target] as const] : [];
  });
  return new Map(found);
}
