import { fileURLToPath } from 'node:url';
import type { Pipeline, Task } from '../../../pipeline/pipeline.ts';
import type { RunOptions } from '../../../runner/run-options.ts';
import { makePipeline } from '../make-pipeline.ts';
import { optionsFor } from '../whole-run.ts';

/** A run in `root` of `tasks` whose file declares `secrets`. */
export function secretRun(
  root: string,
  tasks: readonly Task[],
  secrets: Readonly<Record<string, string>>,
  more: Partial<RunOptions> & { readonly said?: Partial<Pipeline> } = {},
): RunOptions {
  const { said, ...rest } = more;
  const options = optionsFor(root, makePipeline(tasks, { secrets: Object.keys(secrets), ...said }), rest);
  const program = fileURLToPath(new URL('../../../runner/cli/main.ts', import.meta.url));
  const given = new Map([[options.file, { variables: {}, secrets }]]);
  return { ...options, given, maskProgram: [process.execPath, program, 'mask-output'] };
}
