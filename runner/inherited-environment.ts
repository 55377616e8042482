/**
 * What tasks inherit of the environment that a runner was started with: all of it, but for the variable by which an
 * editor makes its own program run as plain Node. In a task it would change every such program that it starts.
 */
export function inheritedEnvironment(env: NodeJS.ProcessEnv): Record<string, string> {
  const inherited: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && name !== 'ELECTRON_RUN_AS_NODE') inherited[name] = value;
  }
  return inherited;
}
