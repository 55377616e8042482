import type { Answer } from '../../processes/start-process.ts';

/** Why the cluster did not do what it was asked, in a sentence with what to do. */
export function kubernetesError({ status, err, out }: Answer): string {
  if (status === undefined && /ENOENT/.test(err)) {
    return '`kubectl` is not on PATH: install it, or take "executor" out.';
  }
  const last = (err.trim() || out.trim()).split('\n').at(-1) ?? '';
  const said = last.replace(/^(Error from server(?: \(\w+\))?|error): /, '').replace(/\.$/, '');
  const advice = advices.find(([sign]) => sign.test(err))?.[1];
  return `Kubernetes refused it: ${said || 'kubectl did not say why'}.${advice === undefined ? '' : ` ${advice}`}`;
}

/** Whether what failed may go well a little later. */
export function isPassing({ status, err }: Answer): boolean {
  return status !== undefined && status !== 0 && !noCluster.test(err) && passing.test(err);
}

/** Whether the cluster has answered that there is no such thing. */
export function isNotFound({ status, err }: Answer): boolean {
  return status !== 0 && /\(NotFound\)/.test(err);
}

/** Whether the cluster has answered that there is such a thing already. */
export function isAlreadyThere({ status, err }: Answer): boolean {
  return status !== 0 && /\(AlreadyExists\)/.test(err);
}

/** Whether we may not do what was asked. */
export function isForbidden({ status, err }: Answer): boolean {
  return status !== 0 && /\((Forbidden|Unauthorized)\)/.test(err);
}

/** Whether the namespace has no more to give now, and will have when something else is over. */
export function isOverQuota({ status, err }: Answer): boolean {
  return status !== 0 && /exceeded quota/.test(err);
}

/** What `kubectl` says when it was told of no cluster at all. */
const noCluster = /localhost:8080 was refused/;
const passing =
  /unable to connect|connection (to the server .*)?(was )?refused|reset by peer|timed? ?out|TLS handshake|etcdserver|unexpected EOF|\((InternalError|ServiceUnavailable|TooManyRequests|Timeout|ServerTimeout)\)/i;

const contexts = '`kubectl config get-contexts` lists what there is: name one of them as "context".';
const advices: readonly (readonly [RegExp, string])[] = [
  [noCluster, `kubectl knows of no cluster. ${contexts}`],
  [
    /connection to the server|unable to connect|no such host|i\/o timeout/i,
    'Is the cluster up, and can it be reached from here? `kubectl cluster-info` tells more.',
  ],
  [/context "[^"]*" does not exist|no context exists/i, contexts],
  [/namespaces "[^"]*" not found/, '`kubectl get namespaces` lists what there is: name one of them as "namespace".'],
  [/exceeded quota/, 'Its namespace has no more to give: `kubectl describe quota`.'],
  [/\(Forbidden\)/, 'Ask for the right to create jobs and secrets, and to read pods and their logs, in its namespace.'],
  [/\(Unauthorized\)|must be logged in/, 'Log in to the cluster again.'],
];
