import type { RunStarted } from '../../event.ts';

/** The command, word by word, that starts a run with what `started` was started with: file, tasks, params, limits. */
export function repeatCommand({ file, params, selection, maxParallel, failFast }: RunStarted): readonly string[] {
  return [
    ...['dagwright', 'run', file],
    ...Object.entries(params).flatMap(([name, value]) => ['--param', `${name}=${value}`]),
    ...['--max-parallel', String(maxParallel)],
    ...(failFast ? ['--fail-fast'] : []),
    ...(selection ? [...selection.tasks, `--${selection.with}`] : []),
  ];
}
