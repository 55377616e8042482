import type { RunOrigin } from '../observer.ts';

/** A run as others refer to it. */
export interface LineageRun {
  readonly namespace: string;
  readonly name: string;
  readonly runId: string;
}

/** The run that started something, and the run that this all began with. */
export interface LineageParent {
  readonly parent: LineageRun;
  readonly root: LineageRun;
}

/** What our run was started by, as the programs that tell of lineage hand it on in the environment. What is malformed is none. */
export function lineageParent(origin: RunOrigin): LineageParent | undefined {
  const context = inContext(origin.lineageContext);
  if (context) return context;
  const parent = inWords(origin.lineageParent);
  return parent && { parent, root: inWords(origin.lineageRoot) ?? parent };
}

/** The variables that say this to what a task starts. */
export function parentVariables({ parent, root }: LineageParent): Readonly<Record<string, string>> {
  return {
    OPENLINEAGE_CONTEXT: JSON.stringify({ parent: parentContent({ parent, root }) }),
    OPENLINEAGE_PARENT_ID: `${parent.namespace}/${parent.name}/${parent.runId}`,
    OPENLINEAGE_ROOT_PARENT_ID: `${root.namespace}/${root.name}/${root.runId}`,
  };
}

/** What a parent facet says. */
export function parentContent({ parent, root }: LineageParent) {
  return { ...reference(parent), root: reference(root) };
}

function reference({ namespace, name, runId }: LineageRun) {
  return { run: { runId }, job: { namespace, name } };
}

function inContext(text: string | undefined): LineageParent | undefined {
  const parent = partOf(parsed(text), 'parent');
  const found = runIn(parent);
  return found && { parent: found, root: runIn(partOf(parent, 'root')) ?? found };
}

function runIn(value: unknown): LineageRun | undefined {
  const job = partOf(value, 'job');
  return checked(partOf(job, 'namespace'), partOf(job, 'name'), partOf(partOf(value, 'run'), 'runId'));
}

function inWords(text = ''): LineageRun | undefined {
  const words = text.split('/');
  const [runId, name, ...namespace] = words.reverse();
  return checked(namespace.reverse().join('/'), name, runId);
}

function checked(namespace: unknown, name: unknown, runId: unknown): LineageRun | undefined {
  if (typeof namespace !== 'string' || typeof name !== 'string' || typeof runId !== 'string') return undefined;
  return namespace !== '' && name !== '' && uuid.test(runId) ? { namespace, name, runId } : undefined;
}

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

function partOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
