/** What is read of a pod: the words of the API. */
export interface Pod {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly deletionTimestamp?: string;
  };
  readonly spec?: { readonly nodeName?: string };
  readonly status?: {
    readonly phase?: string;
    readonly reason?: string;
    readonly message?: string;
    readonly conditions?: readonly Condition[];
    readonly containerStatuses?: readonly { readonly state?: ContainerState }[];
  };
}

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

interface ContainerState {
  readonly waiting?: { readonly reason?: string; readonly message?: string };
  readonly running?: unknown;
  readonly terminated?: Terminated;
}

interface Terminated {
  readonly exitCode: number;
  readonly reason?: string;
  readonly message?: string;
}

/** What the state of a pod means for its attempt. */
export type PodMeaning =
  /** It is yet to run; `why` is a sentence where that may take long. */
  | { readonly kind: 'waiting'; readonly why?: string }
  | { readonly kind: 'running' }
  /** Its program has ended; `given` is its termination message. */
  | { readonly kind: 'ended'; readonly code: number; readonly given: string }
  /** Not its own fault: it is made again, and that is no retry. */
  | { readonly kind: 'infrastructure'; readonly message: string }
  | { readonly kind: 'error'; readonly message: string };

/** Says what the state of a pod means; `isGone`: it was deleted, and this is how it was last seen. */
export function meaningOf(pod: Pod, isGone: boolean): PodMeaning {
  const { phase, reason, message } = pod.status ?? {};
  const { terminated, running } = pod.status?.containerStatuses?.[0]?.state ?? {};
  if (terminated?.exitCode === 0) return { kind: 'ended', code: 0, given: terminated.message ?? '' };
  const lost = lossOf(pod);
  const isOver = terminated !== undefined || phase === 'Failed' || isGone;
  if (lost !== undefined && (isOver || isUnreachable(pod))) return { kind: 'infrastructure', message: lost };
  if (terminated && reason !== 'Evicted') return endOf(terminated);
  if (phase === 'Failed') return { kind: 'error', message: failureOf(reason, message) };
  if (phase === 'Succeeded') return { kind: 'ended', code: 0, given: '' };
  if (isGone) return { kind: 'error', message: 'Its pod was deleted in Kubernetes.' };
  return running === undefined ? waitOf(pod) : { kind: 'running' };
}

function endOf({ exitCode, reason = '', message = '' }: Terminated): PodMeaning {
  switch (reason) {
    case 'OOMKilled':
      return { kind: 'error', message: 'It needed more memory than it had: raise "memory" in its "resources".' };
    case 'ContainerCannotRun':
    case 'StartError':
      return { kind: 'error', message: `Its container could not start: ${message}` };
    case 'ContainerStatusUnknown':
      return { kind: 'infrastructure', message: 'Its node lost track of it.' };
    default:
      return { kind: 'ended', code: exitCode, given: message };
  }
}

function failureOf(reason: string | undefined, message = ''): string {
  if (reason === 'DeadlineExceeded') return 'Kubernetes ended it at its deadline.';
  return `Kubernetes ended it: ${message || reason || 'it does not say why'}`;
}

/** What took it away, where that was no fault of its own. */
function lossOf({ status }: Pod): string | undefined {
  const { reason = '', message = '' } = status ?? {};
  // What a pod itself has used up it would use up again.
  if (reason === 'Evicted') return /exceed(s|ed)/i.test(message) ? undefined : `It was evicted: ${message}`;
  if (losses[reason] !== undefined) return losses[reason];
  const disruption = conditionOf('DisruptionTarget', status?.conditions);
  if (disruption?.status !== 'True') return undefined;
  return disruption.reason === 'PreemptionByScheduler'
    ? 'Another pod took its place (preempted).'
    : `Its node gave it up: ${disruption.message || disruption.reason}`;
}

const unfit = 'Its node could not take it after all.';
const losses: Readonly<Record<string, string>> = {
  NodeLost: 'The node that it ran on is lost.',
  NodeShutdown: 'The node that it ran on was shut down.',
  Shutdown: 'The node that it ran on was shut down.',
  Terminated: 'The node that it ran on was shut down.',
  Preempting: 'Another pod took its place (preempted).',
  Preempted: 'Another pod took its place (preempted).',
  UnexpectedAdmissionError: unfit,
  NodeAffinity: unfit,
  OutOfcpu: unfit,
  OutOfmemory: unfit,
  OutOfpods: unfit,
};

/** A node that is out of reach will not tell that its pod has ended. */
function isUnreachable({ metadata, status }: Pod): boolean {
  if (status?.reason === 'NodeLost') return true;
  const disruption = conditionOf('DisruptionTarget', status?.conditions);
  return metadata.deletionTimestamp !== undefined && disruption?.reason === 'DeletionByTaintManager';
}

function waitOf({ status }: Pod): PodMeaning {
  const { reason = '', message = '' } = status?.containerStatuses?.[0]?.state?.waiting ?? {};
  const hopeless = neverStarts[reason];
  if (hopeless !== undefined) return { kind: 'error', message: `${hopeless} (${reason}): ${message}` };
  if (reason === 'ErrImagePull') return { kind: 'waiting', why: `Its image cannot be pulled: ${message}` };
  const scheduled = conditionOf('PodScheduled', status?.conditions);
  if (scheduled?.status !== 'False' || scheduled.reason !== 'Unschedulable') return { kind: 'waiting' };
  const why = `No node can take it (Unschedulable): ${scheduled.message ?? ''}`;
  return /persistentvolumeclaim "[^"]*" not found/.test(why)
    ? { kind: 'error', message: `${why} \`kubectl get pvc\` lists the claims: name one of them as "volume".` }
    : { kind: 'waiting', why: `${why} It waits.` };
}

const neverStarts: Readonly<Record<string, string>> = {
  ImagePullBackOff: 'Its image cannot be pulled',
  ErrImageNeverPull: 'Its image is not on the node, and may not be pulled',
  InvalidImageName: 'Its image has no name that can be pulled',
  CreateContainerConfigError: 'Its container cannot be made as it is',
  CreateContainerError: 'Its container cannot be made',
  RunContainerError: 'Its container could not start',
};

function conditionOf(type: string, conditions: readonly Condition[] = []): Condition | undefined {
  return conditions.find(condition => condition.type === type);
}
