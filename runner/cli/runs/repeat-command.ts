import type { RunStarted } from '../../event.ts';

/** The command, word by word, that starts a run with what `started` was started with: file, tasks, params, limits, use of the cache. */
export function repeatCommand({
  file,
  params,
  selection,
  maxParallel,
  failFast,
  upkeep,
}: RunStarted): readonly string[] {
  return [
    ...['dagwright', 'run', file],
    ...Object.entries(params).flatMap(([name, value]) => ['--param', `${name}=${value}`]),
    ...['--max-parallel', String(maxParallel)],
    ...(failFast ? ['--fail-fast'] : []),
    ...(upkeep?.ignoresCache ? ['--no-cache'] : []),
    ...(selection ? [...selection.tasks, `--${selection.with}`] : []),
  ];
}
