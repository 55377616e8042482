import { pathToFileURL } from 'node:url';
import type { AttemptPlace, Outcome, Reason } from '../../event.ts';
import { attemptPath, outputLog } from '../../layout.ts';
import { outcomeText, reasonText } from '../../run-directory/wording.ts';
import type { RunState, TaskState } from '../../run-state.ts';

/** What a span says, in the words of OpenTelemetry's conventions for CI/CD. */
export interface SpanWords {
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
  /** Why it is an error, when it is one. */
  readonly error?: string;
}

/** Of what an attempt is. */
export function attemptWords(run: string, { name }: TaskState, attempt: number): SpanWords['attributes'] {
  return {
    'cicd.pipeline.task.name': name,
    'cicd.pipeline.task.run.id': `${name}/${attempt}`,
    'cicd.pipeline.task.run.url.full': pathToFileURL(outputLog(attemptPath(run, name, Math.max(1, attempt)))).href,
    'dagwright.attempt': attempt,
  };
}

/** Of where an attempt ran, as far as that was not here. */
export function placeWords(place: AttemptPlace | undefined): SpanWords['attributes'] {
  if (!place) return {};
  const { executor, job, host, pod, container } = place;
  return {
    'dagwright.executor': executor,
    ...(job !== undefined && { 'dagwright.slurm.job_id': job }),
    ...(host !== undefined && { 'dagwright.executor.host': host }),
    ...(pod !== undefined && { 'k8s.pod.name': pod.slice(pod.indexOf('/') + 1) }),
    ...(container !== undefined && { 'container.name': container }),
  };
}

/** Of how an attempt ended. */
export function outcomeWords(outcome: Outcome): SpanWords {
  const result = resultOf(outcome);
  const attributes = {
    'cicd.pipeline.task.run.result': result,
    ...(outcome.kind === 'success' && { 'process.exit.code': 0 }),
    ...(outcome.kind === 'exit' && { 'process.exit.code': outcome.code }),
  };
  if (result === 'success' || result === 'cancellation') return { attributes };
  const type = outcome.kind === 'signal' ? outcome.signal : outcome.kind;
  return { attributes: { ...attributes, 'error.type': type }, error: outcomeText(outcome) };
}

function resultOf({ kind }: Outcome): string {
  switch (kind) {
    case 'success':
      return 'success';
    case 'exit':
    case 'signal':
      return 'failure';
    case 'timeout':
      return 'timeout';
    case 'cancelled':
      return 'cancellation';
    case 'lost':
    case 'error':
      return 'error';
    default:
      return kind satisfies never;
  }
}

/** Of how a task ended that is a group, or that nothing was run for. */
export function endWords({ status, reason, source }: Pick<TaskState, 'status' | 'reason' | 'source'>): SpanWords {
  const result = endResults[status] ?? status;
  const attributes = {
    'cicd.pipeline.task.run.result': result,
    'dagwright.status': status,
    ...(source && { 'dagwright.source': source.kind, 'dagwright.source.run': source.run }),
    ...(reason && { 'dagwright.reason': reasonText(reason) }),
  };
  if (status !== 'failed') return { attributes };
  return {
    attributes: { ...attributes, 'error.type': errorType(reason) },
    error: reason ? reasonText(reason) : 'failed',
  };
}

function errorType(reason: Reason | undefined): string {
  return reason?.kind === 'error' ? 'error' : 'failure';
}

const endResults: Readonly<Record<string, string>> = {
  failed: 'failure',
  skipped: 'skip',
  upstream_failed: 'skip',
  cancelled: 'cancellation',
};

/** Of how the run ended. */
export function runWords({ status, message }: Pick<RunState, 'status' | 'message'>): SpanWords {
  const result = { success: 'success', failed: 'failure', cancelled: 'cancellation' }[String(status)] ?? 'error';
  const attributes = { 'cicd.pipeline.result': result };
  if (result === 'success' || result === 'cancellation') return { attributes };
  return { attributes: { ...attributes, 'error.type': result }, error: message ?? `The run ${status}.` };
}
