import { readFileSync } from 'node:fs';
import type { ExportSource } from '../../exporters/export-source.ts';
import { exportSource } from './export-source.ts';

/** One of the examples, as exporters get it. */
export function exampleSource(name: 'penguins' | 'islands' | 'flaky'): ExportSource {
  const read = (path: string) => readFileSync(new URL(`../../examples/${path}`, import.meta.url), 'utf8');
  const used = { '/p/../penguins/ingest.pipeline.yaml': read('penguins/ingest.pipeline.yaml') };
  return {
    ...exportSource(read(`${name}/${name}.pipeline.yaml`), name === 'islands' ? used : {}),
    file: `${name}.pipeline.yaml`,
  };
}
