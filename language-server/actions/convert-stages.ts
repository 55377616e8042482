import { importDvc } from '../../importers/import-dvc.ts';
import { importGithub } from '../../importers/import-github.ts';
import type { Imported } from '../../importers/imported.ts';
import { taskLines } from '../../importers/pipeline-text.ts';
import { yamlMap } from '../../importers/yaml-file.ts';
import { entriesOf, entryOf, valueUnder } from '../../pipeline/reading/fields.ts';
import type { MapSyntax, ValueSyntax } from '../../pipeline/syntax.ts';
import type { Converted } from './convert-makefile.ts';

/** The tasks of jobs of a GitHub workflow, or of stages of a `dvc.yaml`; also of several, and of a whole file. */
export function convertStages(text: string): Converted | undefined {
  const root = yamlMap(text);
  if (!root) return undefined;
  const inner = valueUnder(root, 'jobs') ?? valueUnder(root, 'stages') ?? root;
  if (allOf(inner, job => valueUnder(job, 'steps')?.kind === 'list')) {
    return converted(importGithub(below('jobs', inner, root)));
  }
  const isStage = (stage: ValueSyntax | undefined) =>
    entryOf(stage, 'cmd') !== undefined && (entryOf(stage, 'deps') ?? entryOf(stage, 'outs')) !== undefined;
  return allOf(inner, isStage) ? converted(importDvc(below('stages', inner, root))) : undefined;
}

function allOf(map: ValueSyntax, is: (value: ValueSyntax | undefined) => boolean): boolean {
  const entries = entriesOf(map);
  return entries.length > 0 && entries.every(({ value }) => is(value));
}

/** A part of a file as if it stood in a whole one. */
function below(name: string, value: ValueSyntax, { range }: MapSyntax): MapSyntax {
  const key = { kind: 'scalar', range, value: name, text: name, style: 'plain' } as const;
  return { kind: 'map', range, flow: false, entries: [{ key, value }] };
}

function converted(imported: Imported | undefined): Converted | undefined {
  return imported && { from: imported.from, lines: imported.tasks.flatMap(taskLines) };
}
