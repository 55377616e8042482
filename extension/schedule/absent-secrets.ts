import type { Pipeline } from '../../pipeline/pipeline.ts';

/**
 * The secrets of a pipeline that a run which starts by itself would not have: those of the editor's secret store belong to
 * runs that a user starts. What `env_files` hold shows when they are read.
 */
export function absentSecrets(
  { secrets, envFiles }: Pick<Pipeline, 'secrets' | 'envFiles'>,
  environment: NodeJS.ProcessEnv,
): readonly string[] {
  return envFiles.length > 0 ? [] : secrets.filter(name => !environment[name]);
}
