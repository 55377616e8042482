// How long exporting takes, from the text to the files: `node bench/export.ts`.
import { type ExportTarget, exportTargets, exportTo } from '../exporters/export-to.ts';
import { analyse } from '../pipeline/analyse.ts';

const count = 10_000;
const text = pipelineText();
const { pipeline, syntax } = analyse(text);
if (!pipeline) throw new Error('The pipeline has errors.');
const source = {
  ...{ name: 'large', file: 'large.pipeline.yaml', text, syntax, pipeline, tasks: pipeline.tasks, used: {} },
  folderOf: () => '',
  folderInRepository: () => '',
};
for (const target of Object.keys(exportTargets) as ExportTarget[]) {
  const begin = performance.now();
  const { files, losses } = exportTo(target, source);
  const time = performance.now() - begin;
  const size = files.reduce((sum, file) => sum + file.text.length, 0);
  console.log(
    `${target}: ${count} tasks in ${Math.round(time)} ms (${Math.round(size / 1000)} kB, ${losses.length} losses)`,
  );
}

/** Layers of 100, each task behind three of the layer above, with outputs and conditions. */
function pipelineText(): string {
  const lines = ['params: { bar: 0.5 }', 'tasks:'];
  for (let index = 0; index < count; index++) {
    lines.push(`  t${index}:`, `    run: echo "rows=${index}" >> "$PIPELINE_OUTPUT"`, '    outputs: { rows: integer }');
    if (index < 100) continue;
    const needs = [100, 99, 1].map(back => `t${Math.max(0, Math.floor(index / 100) * 100 - back)}`);
    lines.push(`    needs: [${[...new Set(needs)].join(', ')}]`, `    if: tasks.${needs[0]}.outputs.rows > params.bar`);
  }
  return `${lines.join('\n')}\n`;
}
