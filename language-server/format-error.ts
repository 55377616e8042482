/** An error of ours for the log, with its stack. */
export function formatError(what: string, error: unknown): string {
  return error instanceof Error ? `${what}: ${error.stack ?? error.message}` : `${what}: ${String(error)}`;
}
