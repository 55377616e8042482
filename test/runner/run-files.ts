import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { analyse } from '../../pipeline/analyse.ts';
import type { Pipeline } from '../../pipeline/pipeline.ts';
import { unrollPipeline } from '../../pipeline/unroll/unroll-pipeline.ts';
import type { UsedPipeline } from '../../runner/event.ts';
import type { RunOptions } from '../../runner/run-options.ts';
import { runPipeline } from '../../runner/run-pipeline.ts';
import type { RunState } from '../../runner/run-state.ts';

/** Writes pipeline files into `root` and runs `p.pipeline.yaml` among them, to its end. The others are those that tasks use. */
export function runFiles(
  root: string,
  files: Readonly<Record<string, string>>,
  more: Partial<RunOptions> = {},
): Promise<RunState> {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  const file = join(root, 'p.pipeline.yaml');
  const said = pipelineOf(files['p.pipeline.yaml'] ?? '');
  const used: Record<string, UsedPipeline> = {};
  for (const [name, text] of Object.entries(files)) {
    if (join(root, name) === file || !name.endsWith('.yaml')) continue;
    const pipeline = pipelineOf(text);
    used[join(root, name)] = { name: pipeline.name ?? name, fileHash: 'h', pipeline };
  }
  const unrolled = unrollPipeline(said, file, { used, resolve: (path, from) => resolve(dirname(from), path) });
  assert.ok(unrolled.ok, unrolled.ok ? '' : unrolled.message);
  const pipeline = { ...said, tasks: unrolled.tasks };
  return runPipeline({
    ...{ root, file, fileHash: 'h', name: 'p', pipeline, used, params: {}, maxParallel: 4, dagwrightVersion: '0' },
    ...more,
  });
}

function pipelineOf(text: string): Pipeline {
  const { pipeline, problems } = analyse(text);
  assert.ok(pipeline, problems.map(({ message }) => message).join('\n'));
  return pipeline;
}
