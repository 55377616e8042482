/** Why traces cannot be sent as the environment says, as a sentence that says what to do; nothing when they can. */
export function wrongProtocol(env: NodeJS.ProcessEnv): string | undefined {
  const name = env.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL
    ? 'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL'
    : 'OTEL_EXPORTER_OTLP_PROTOCOL';
  if (env[name] !== 'grpc') return undefined;
  return `No traces of the run were sent: ${name} is grpc, and they are sent over HTTP. Set OTEL_EXPORTER_OTLP_TRACES_PROTOCOL=http/json and an endpoint for it, mostly port 4318.`;
}
