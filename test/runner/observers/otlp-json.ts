import assert from 'node:assert/strict';
import { join } from 'node:path';
import protobuf from 'protobufjs';

const folder = join(import.meta.dirname, 'opentelemetry');

export interface SentSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly status: { readonly code: number; readonly message?: string };
  readonly attributes: readonly KeyValue[];
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly events: readonly { readonly name: string }[];
}

interface KeyValue {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

export interface SentTraces {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly KeyValue[] };
    readonly scopeSpans: readonly { readonly spans: readonly SentSpan[] }[];
  }[];
}

/** Makes sure that a value is a request as the published messages of OTLP have it in JSON: no other field, no other kind of value. */
export async function otlpChecker(): Promise<(request: unknown) => SentTraces> {
  const root = new protobuf.Root();
  root.resolvePath = (_origin, target) => join(folder, target.replace(/^opentelemetry\//, ''));
  await root.load('opentelemetry/proto/collector/trace/v1/trace_service.proto');
  const request = root.lookupType('opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest');
  return value => {
    checkMessage(request, value, 'request');
    return value as SentTraces;
  };
}

function checkMessage(type: protobuf.Type, value: unknown, path: string): void {
  assert.ok(typeof value === 'object' && value !== null && !Array.isArray(value), `${path} is no message`);
  for (const [name, item] of Object.entries(value)) {
    const field = type.fields[name];
    assert.ok(field, `${path}.${name} is not published`);
    field.resolve();
    assert.equal(Array.isArray(item), field.repeated, `${path}.${name}`);
    for (const one of Array.isArray(item) ? item : [item]) checkField(field, one, `${path}.${name}`);
  }
}

function checkField({ name, type, resolvedType }: protobuf.Field, value: unknown, path: string): void {
  if (resolvedType instanceof protobuf.Type) checkMessage(resolvedType, value, path);
  else if (resolvedType instanceof protobuf.Enum) assert.ok(resolvedType.valuesById[Number(value)] !== undefined, path);
  else if (type === 'bytes') checkId(name, value, path);
  else if (type === 'string') assert.equal(typeof value, 'string', path);
  else if (type === 'bool') assert.equal(typeof value, 'boolean', path);
  else if (type === 'double') assert.equal(typeof value, 'number', path);
  else assert.match(String(value), /^-?\d+$/, path);
}

/** In JSON, OTLP writes ids in hex. */
function checkId(name: string, value: unknown, path: string): void {
  assert.match(String(value), name === 'traceId' ? /^[\da-f]{32}$/ : /^[\da-f]{16}$/, path);
}

/** All spans of some requests. */
export function spansOf(requests: readonly SentTraces[]): readonly SentSpan[] {
  return requests.flatMap(({ resourceSpans }) =>
    resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
  );
}

/** Attributes as plain data. */
export function plain(attributes: readonly KeyValue[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}
