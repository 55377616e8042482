import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ContainerSpec, FakeContainer, type LogLine } from './fake-container.ts';

/** An object of the API: what a test looks at, and whatever else it holds. */
export interface ApiObject {
  readonly kind: string;
  readonly metadata: Metadata;
  spec?: Record<string, unknown>;
  status?: Record<string, unknown>;
  readonly stringData?: Readonly<Record<string, string>>;
}

interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  uid?: string;
  labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  deletionTimestamp?: string;
  readonly ownerReferences?: readonly { readonly uid: string }[];
}

interface PodTemplate {
  readonly metadata: { readonly labels: Readonly<Record<string, string>> };
  readonly spec: Record<string, unknown> & { readonly containers: readonly ContainerSpec[] };
}

type Kind = 'jobs' | 'secrets' | 'pods' | 'events';

/** An API of Kubernetes in front of processes of this machine, as far as attempts need it: dispose of it. */
export class FakeCluster {
  readonly objects: Readonly<Record<Kind, Map<string, ApiObject>>> = {
    jobs: new Map(),
    secrets: new Map(),
    pods: new Map(),
    events: new Map(),
  };
  /** All that was ever made, as it was sent. */
  readonly made: ApiObject[] = [];
  /** How the next pod of a task stands, instead of running. */
  readonly faults = new Map<string, Record<string, unknown>>();
  /** Why no Job can be made, in the words of the API; absent: it can. */
  refusal: string | undefined;
  /** Whether Jobs have no pods yet. One whose Job is deleted with what it has comes all the same, before its Job has gone. */
  isSlowToBegin = false;
  /** How Jobs were deleted. */
  readonly deletions: unknown[] = [];
  /** Whether a Secret that is sent is never answered. */
  isDeafToSecrets = false;
  readonly #home = mkdtempSync(join(tmpdir(), 'dagwright-cluster-'));
  readonly #containers = new Map<string, FakeContainer>();
  readonly #watches = new Set<ServerResponse>();
  /** All that was ever told of pods, by version: a watch begins behind the list that was read before. */
  readonly #events: string[] = [];
  readonly #server: Server = createServer((request, response) => {
    // A client that is killed while it sends has asked for nothing.
    this.#answer(request, response).catch(error => refuse(response, 400, 'BadRequest', String(error)));
  });
  #ids = 0;

  static async start(): Promise<FakeCluster> {
    const cluster = new FakeCluster();
    await new Promise<void>(resolve => cluster.#server.listen(0, '127.0.0.1', resolve));
    cluster.#server.unref();
    const address = cluster.#server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    writeFileSync(join(cluster.#home, 'config'), configOf(`http://127.0.0.1:${port}`));
    return cluster;
  }

  get env(): Readonly<Record<string, string>> {
    return { KUBECONFIG: join(this.#home, 'config'), KUBECACHEDIR: join(this.#home, 'cache') };
  }

  /** Breaks every connection that is open. */
  cut(): void {
    this.#server.closeAllConnections();
  }

  /** Tells all who watch that what they ask for is too long ago, and forgets what they have not heard. */
  expire(): void {
    const gone = {
      kind: 'Status',
      status: 'Failure',
      reason: 'Expired',
      code: 410,
      message: 'too old resource version',
    };
    for (const watch of this.#watches) watch.end(`${JSON.stringify({ type: 'ERROR', object: gone })}\n`);
    this.#watches.clear();
  }

  /** Changes how a pod stands, and tells those who watch. */
  change(pod: ApiObject, status: Record<string, unknown>): void {
    pod.status = { ...pod.status, ...status };
    this.#tell('MODIFIED', pod);
  }

  /** Ends a pod at once and for good, as a node that goes does. */
  lose(pod: ApiObject, status: Record<string, unknown>): void {
    const container = this.#containers.get(pod.metadata.name);
    pod.status = { ...pod.status, ...status };
    for (const job of this.objects.jobs.values()) {
      if (job.metadata.uid !== pod.metadata.ownerReferences?.[0]?.uid) continue;
      job.status = { conditions: [{ type: 'Failed', status: 'True', reason: 'BackoffLimitExceeded' }] };
    }
    this.#forget(pod);
    container?.stop(0);
  }

  close(): void {
    for (const container of this.#containers.values()) if (!container.isOver) container.stop(0);
    this.cut();
    this.#server.close();
    rmSync(this.#home, { recursive: true, force: true });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', 'http://cluster');
    const [, kind, name, sub] = /\/namespaces\/work\/(\w+)(?:\/([^/]+))?(?:\/(\w+))?$/.exec(url.pathname) ?? [];
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    if (kind === undefined || !isKind(kind)) return refuse(response, 404, 'NotFound', `no ${url.pathname}`);
    if (kind === 'secrets' && this.isDeafToSecrets) return;
    if (request.method === 'POST') return this.#create(kind, JSON.parse(body), response);
    if (name === undefined) return this.#list(kind, url.searchParams, response);
    const object = this.objects[kind].get(name);
    if (!object) return refuse(response, 404, 'NotFound', `${kind} "${name}" not found`);
    if (sub === 'log') return this.#log(object, url.searchParams, response);
    if (request.method === 'PUT') this.#replace(object, JSON.parse(body));
    else if (request.method === 'DELETE') this.#delete(kind, object, body === '' ? {} : JSON.parse(body));
    return reply(response, 200, object);
  }

  #create(kind: Kind, object: ApiObject, response: ServerResponse): void {
    const { name } = object.metadata;
    if (this.objects[kind].has(name)) {
      refuse(response, 409, 'AlreadyExists', `${kind} "${name}" already exists`);
      return;
    }
    if (kind === 'jobs' && this.refusal !== undefined) {
      refuse(response, 403, 'Forbidden', `jobs.batch "${name}" is forbidden: ${this.refusal}`);
      return;
    }
    this.made.push(structuredClone(object));
    object.metadata.uid = `uid-${++this.#ids}`;
    this.objects[kind].set(name, object);
    if (kind === 'jobs') this.#begin(object);
    reply(response, 201, object);
  }

  #replace(object: ApiObject, { spec = {} }: ApiObject): void {
    object.spec = spec;
    this.#begin(object);
  }

  /** Makes the pod of a Job that is not suspended. */
  #begin(job: ApiObject): void {
    const { suspend, template } = job.spec as { readonly suspend?: boolean; readonly template: PodTemplate };
    const name = `${job.metadata.name}-x7`;
    if (suspend || this.isSlowToBegin || this.objects.pods.has(name)) return;
    const owner = { uid: job.metadata.uid ?? '' };
    const pod: ApiObject = {
      kind: 'Pod',
      metadata: { name, namespace: 'work', labels: template.metadata.labels, ownerReferences: [owner] },
      spec: { nodeName: 'node-1', ...template.spec },
      status: { phase: 'Pending' },
    };
    this.objects.pods.set(name, pod);
    const task = job.metadata.annotations?.['dagwright/key']?.split('/')[1] ?? '';
    const fault = this.faults.get(task);
    this.faults.delete(task);
    Object.assign(pod.status ?? {}, fault);
    this.#tell('ADDED', pod);
    if (!fault) this.#run(pod, job, template);
  }

  #run(pod: ApiObject, job: ApiObject, { spec }: PodTemplate): void {
    const [container] = spec.containers;
    if (!container) return;
    const secret = this.objects.secrets.get(job.metadata.name)?.stringData ?? {};
    const running = new FakeContainer(container, secret, (exitCode, message) => {
      if (!this.objects.pods.has(pod.metadata.name)) return;
      const terminated = { exitCode, reason: exitCode === 0 ? 'Completed' : 'Error', message };
      const phase = exitCode === 0 ? 'Succeeded' : 'Failed';
      pod.status = {
        phase,
        containerStatuses: [{ state: { terminated } }],
        ...(pod.status?.conditions ? { conditions: pod.status.conditions } : {}),
      };
      this.#tell('MODIFIED', pod);
      if (pod.metadata.deletionTimestamp !== undefined) this.#forget(pod);
    });
    this.#containers.set(pod.metadata.name, running);
    pod.status = { phase: 'Running', containerStatuses: [{ state: { running: {} } }] };
    this.#tell('MODIFIED', pod);
  }

  #delete(kind: Kind, object: ApiObject, how: Deletion): void {
    const { gracePeriodSeconds = 30, propagationPolicy } = how;
    object.metadata.deletionTimestamp = new Date().toISOString();
    if (kind === 'jobs') this.deletions.push(propagationPolicy);
    if (this.isSlowToBegin && propagationPolicy === 'Foreground') {
      this.isSlowToBegin = false;
      this.#begin(object);
    }
    if (kind === 'pods') {
      const container = this.#containers.get(object.metadata.name);
      this.#tell('MODIFIED', object);
      if (container && !container.isOver) container.stop(gracePeriodSeconds * 1000);
      else this.#forget(object);
      return;
    }
    const owned = [...this.objects.pods.values()].filter(({ metadata }) => isOwned(metadata, object));
    const isLeft = owned.some(({ metadata }) => this.#containers.get(metadata.name)?.isOver === false);
    if (propagationPolicy === 'Foreground' && isLeft) {
      for (const pod of owned) this.#delete('pods', pod, {});
      this.#containers.get(owned[0]?.metadata.name ?? '')?.listeners.add(() => this.#goneWith(object));
      return;
    }
    this.objects[kind].delete(object.metadata.name);
    for (const owned of ['pods', 'secrets'] as const) {
      for (const other of [...this.objects[owned].values()]) {
        if (other.metadata.ownerReferences?.some(({ uid }) => uid === object.metadata.uid))
          this.#delete(owned, other, {});
      }
    }
  }

  /** A Job that is deleted with what it has goes when its pods have gone. */
  #goneWith(job: ApiObject): void {
    const isLeft = [...this.objects.pods.values()].some(({ metadata }) => isOwned(metadata, job));
    if (!isLeft) this.objects.jobs.delete(job.metadata.name);
  }

  #forget(pod: ApiObject): void {
    if (this.objects.pods.delete(pod.metadata.name)) this.#tell('DELETED', pod);
  }

  #list(kind: Kind, query: URLSearchParams, response: ServerResponse): void {
    if (query.get('watch') === 'true') {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.flushHeaders();
      for (const event of this.#events.slice(Number(query.get('resourceVersion')))) response.write(event);
      this.#watches.add(response);
      response.once('close', () => this.#watches.delete(response));
      return;
    }
    const [label = '', value] = (query.get('labelSelector') ?? '').split('=');
    const items = [...this.objects[kind].values()].filter(
      ({ metadata }) => label === '' || metadata.labels?.[label] === value,
    );
    reply(response, 200, { kind: 'List', metadata: { resourceVersion: String(this.#events.length) }, items });
  }

  #tell(type: string, object: ApiObject): void {
    const event = `${JSON.stringify({ type, object })}\n`;
    this.#events.push(event);
    for (const watch of this.#watches) watch.write(event);
  }

  #log(pod: ApiObject, query: URLSearchParams, response: ServerResponse): void {
    const container = this.#containers.get(pod.metadata.name);
    if (!container) {
      refuse(response, 400, 'BadRequest', 'container "task" is waiting to start: ContainerCreating');
      return;
    }
    // What the API hands on to the node has whole seconds.
    const since = (query.get('sinceTime') ?? '').slice(0, 19);
    let told = container.log.findIndex(({ time }) => time >= since);
    if (told === -1) told = container.log.length;
    const tell = () => {
      for (; told < container.log.length; told++) response.write(textOf(container.log[told]));
      if (container.isOver || query.get('follow') !== 'true') response.end();
    };
    response.writeHead(200, { 'content-type': 'text/plain' });
    response.flushHeaders();
    container.listeners.add(tell);
    response.once('close', () => container.listeners.delete(tell));
    tell();
  }
}

interface Deletion {
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: string;
}

function isOwned({ ownerReferences }: Metadata, { metadata }: ApiObject): boolean {
  return ownerReferences?.some(({ uid }) => uid === metadata.uid) ?? false;
}

function textOf(line: LogLine | undefined): string {
  return line ? `${line.time} ${line.text}` : '';
}

function isKind(kind: string): kind is Kind {
  return ['jobs', 'secrets', 'pods', 'events'].includes(kind);
}

function reply(response: ServerResponse, code: number, body: unknown): void {
  response.writeHead(code, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

function refuse(response: ServerResponse, code: number, reason: string, message: string): void {
  reply(response, code, { kind: 'Status', apiVersion: 'v1', status: 'Failure', message, reason, code });
}

function configOf(server: string): string {
  const context = { cluster: 'here', user: 'me', namespace: 'work' };
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'here', cluster: { server } }],
    contexts: [{ name: 'here', context }],
    users: [{ name: 'me', user: {} }],
    'current-context': 'here',
  });
}
