/** Whether the environment asks for runs to be told of outside. Answers at once: nothing of it is loaded where it does not. */
export function isObserved(env: NodeJS.ProcessEnv): boolean {
  return asksForTraces(env) || asksForLineage(env);
}

/** The variables of OpenTelemetry alone do not: they are often there for the programs that tasks start. */
export function asksForTraces(env: NodeJS.ProcessEnv): boolean {
  const { DAGWRIGHT_TRACES = '', OTEL_SDK_DISABLED = '' } = env;
  return DAGWRIGHT_TRACES !== '' && DAGWRIGHT_TRACES !== 'none' && OTEL_SDK_DISABLED.toLowerCase() !== 'true';
}

/** By the variables of OpenLineage, as all that tells of lineage does. */
export function asksForLineage(env: NodeJS.ProcessEnv): boolean {
  const { OPENLINEAGE_DISABLED = '', OPENLINEAGE_URL, OPENLINEAGE__TRANSPORT, OPENLINEAGE__TRANSPORT__TYPE } = env;
  if (OPENLINEAGE_DISABLED.trim().toLowerCase() === 'true') return false;
  return Boolean(OPENLINEAGE_URL || OPENLINEAGE__TRANSPORT || OPENLINEAGE__TRANSPORT__TYPE);
}
