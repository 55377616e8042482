import { ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, TraceFlags, trace } from '@opentelemetry/api';
import { ExportResultCode } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor, type SpanExporter } from '@opentelemetry/sdk-trace-base';
import type { SpanWords } from './span-words.ts';
import type { TraceParent } from './trace-parent.ts';

/** How a span begins. Ids are those that it is to have; times are milliseconds since 1970. */
export interface NewSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parent?: TraceParent;
  readonly startedAt: number;
  readonly isRun?: true;
  readonly attributes: SpanWords['attributes'];
  /** Another span of the trace that it follows on. */
  readonly follows?: string;
}

export interface StartedSpan {
  readonly context: TraceParent;
  /** Something that happens at a moment within it. */
  note(name: string, at: number): void;
  end(words: SpanWords, at: number): void;
}

/** Makes spans and sends them in the background. */
export interface TraceProvider {
  start(span: NewSpan): StartedSpan;
  /** Sends what is yet to be sent. */
  flush(): Promise<void>;
  close(): void;
}

/**
 * OpenTelemetry's SDK, sending by OTLP over HTTP as JSON. Where to, how much of it, and what it says beside `attributes` of
 * the program that sends, the variables of OpenTelemetry tell the SDK. `failed` is told each time that nobody took what was sent.
 */
export function traceProvider(
  version: string,
  attributes: SpanWords['attributes'],
  failed: (why: string) => void,
): TraceProvider {
  let ids = { traceId: '', spanId: '' };
  const resource = defaultResource()
    .merge(resourceFromAttributes({ 'service.name': 'dagwright', 'service.version': version, ...attributes }))
    .merge(detectResources({ detectors: [envDetector] }));
  const provider = new BasicTracerProvider({
    resource,
    idGenerator: { generateTraceId: () => ids.traceId, generateSpanId: () => ids.spanId },
    spanProcessors: [
      new BatchSpanProcessor(telling(new OTLPTraceExporter({ timeoutMillis: timeoutMs() }), failed), {
        maxQueueSize: numberIn('OTEL_BSP_MAX_QUEUE_SIZE', mostWaiting),
        scheduledDelayMillis: numberIn('OTEL_BSP_SCHEDULE_DELAY', soonMs),
      }),
    ],
  });
  const tracer = provider.getTracer('dagwright', version);
  return {
    start({ name, parent, startedAt, isRun, follows, ...span }) {
      ids = span;
      const within = parent
        ? trace.setSpanContext(ROOT_CONTEXT, { ...spanContext(parent), isRemote: isRun === true })
        : ROOT_CONTEXT;
      const links =
        follows === undefined ? [] : [{ context: spanContext({ ...span, spanId: follows, isSampled: true }) }];
      const kind = isRun ? SpanKind.SERVER : SpanKind.INTERNAL;
      const options = { kind, startTime: startedAt, attributes: span.attributes, links };
      return started(tracer.startSpan(name, options, within));
    },
    flush: () => provider.forceFlush(),
    close: () => void provider.shutdown().catch(() => undefined),
  };
}

function started(span: Span): StartedSpan {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return {
    context: { traceId, spanId, isSampled: (traceFlags & TraceFlags.SAMPLED) !== 0 },
    note: (name, at) => void span.addEvent(name, {}, at),
    end({ attributes, error }, at) {
      span.setAttributes(attributes);
      if (error !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: error });
      span.end(at);
    },
  };
}

/** A run may have thousands of tasks that end at once, from the cache. */
const mostWaiting = 100_000;
const soonMs = 1000;

/** As the variables say, but no longer than the end of a run may wait: what is tried again keeps the program alive. */
function timeoutMs(): number {
  const said = numberIn('OTEL_EXPORTER_OTLP_TIMEOUT', longestTryMs);
  return Math.min(longestTryMs, numberIn('OTEL_EXPORTER_OTLP_TRACES_TIMEOUT', said));
}

const longestTryMs = 3000;

function numberIn(name: string, otherwise: number): number {
  const number = Number(process.env[name]);
  return Number.isInteger(number) && number > 0 ? number : otherwise;
}

function spanContext({ traceId, spanId, isSampled }: TraceParent) {
  return { traceId, spanId, traceFlags: isSampled ? TraceFlags.SAMPLED : TraceFlags.NONE };
}

/** The SDK tells nobody by itself that what it sends is not taken. */
function telling(exporter: OTLPTraceExporter, failed: (why: string) => void): SpanExporter {
  return {
    export: (spans, done) =>
      exporter.export(spans, result => {
        if (result.code !== ExportResultCode.SUCCESS) failed(result.error?.message ?? 'unknown');
        done(result);
      }),
    shutdown: () => exporter.shutdown(),
    forceFlush: () => exporter.forceFlush(),
  };
}
