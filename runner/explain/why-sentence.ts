import { isGroup } from '../../pipeline/pipeline.ts';
import type { Reason } from '../event.ts';
import { outcomeText, pastText, reasonText, statusText } from '../run-directory/wording.ts';
import { isEnd, type RunState, type TaskState } from '../run-state.ts';

/** Why a task stands as it does, as a sentence. */
export function whySentence(state: RunState, task: TaskState): string {
  const { name, status, reason, attempts, source } = task;
  if (source?.kind === 'cache')
    return `${name} was not run: nothing that it depends on has changed since run ${source.run}, whose result it has.`;
  if (source) return `${name} was not run: its success was taken over from run ${source.run}.`;
  if (reason) return sentence(becauseOf(state, task, reason));
  if (!isEnd(status)) return notYet(state, task);
  if (isGroup(task.definition)) return `${name} is a group and ${endedText(status)}: ${membersText(state, name)}.`;
  return attempts.length === 0 ? `${name}: ${statusText(status)}.` : sentence(attemptsText(task));
}

function becauseOf(state: RunState, task: TaskState, reason: Reason): string {
  const { name, status, definition } = task;
  const ended = status === 'skipped' ? 'was skipped' : 'was not run';
  if (reason.kind === 'condition') {
    const group = definition.if === reason.expression ? undefined : definition.group;
    return group === undefined
      ? `${name} was skipped: its condition was false`
      : `${name} was skipped with ${group}, whose condition was false`;
  }
  if (reason.kind === 'error' && task.openedAt !== undefined)
    return `${name} is a group and ${endedText(status)}: ${reasonText(reason)}`;
  if (reason.kind === 'error' && status !== 'cancelled') return `${name} could not be started: ${reasonText(reason)}`;
  if (reason.kind === 'cancelled' || reason.kind === 'error') return `${name} was cancelled: ${reasonText(reason)}`;
  const why = `${reason.task} ${pastText(reason.status)}`;
  if (isGroup(definition) && state.tasks.get(reason.task)?.definition.group === name)
    return `${name} is a group and ${endedText(status)}, for ${why}`;
  return `${name} ${ended}: its trigger_rule ${definition.triggerRule} could no longer hold, for ${why}`;
}

function attemptsText({ name, status, attempts, definition, missed }: TaskState): string {
  const tries = attempts.length === 1 ? '' : ` in attempt ${attempts.length} of at most ${1 + definition.retries}`;
  if (status === 'success' && missed) return `${name} was run, for the cache had nothing for it, and succeeded${tries}`;
  if (status === 'success')
    return `${name} was run${definition.cache ? '' : ' (it has no cache, so it is each time)'} and succeeded${tries}`;
  const outcome = attempts.at(-1)?.outcome;
  const why = `${name} ${statusText(status)}${tries}${outcome ? `: ${outcomeText(outcome)}` : ''}`;
  const goesOn = status === 'failed' && definition.continueOnError;
  return goesOn ? `${why.replace(/\.$/, '')}; by its continue_on_error the run goes on as if it had succeeded` : why;
}

function membersText(state: RunState, group: string): string {
  const counts = new Map<string, number>();
  for (const { definition, status } of state.tasks.values()) {
    if (definition.group === group) counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  return [...counts].map(([status, count]) => `${count} ${statusText(status)}`).join(', ') || 'it has no members';
}

function endedText(status: string): string {
  return status === 'success' ? 'succeeded' : status === 'failed' ? 'failed' : `was ${statusText(status)}`;
}

/** A message may have its full stop already. */
function sentence(text: string): string {
  return text.endsWith('.') ? text : `${text}.`;
}

function notYet(state: RunState, { name, status, definition }: TaskState): string {
  if (state.status === 'interrupted') return `${name} has no end: the run was interrupted.`;
  if (status === 'queued')
    return `${name} waits for a free place: ${state.started.maxParallel} run at once${definition.pool === undefined ? '' : `, and its pool is ${definition.pool}`}.`;
  if (status !== 'pending') return `${name} is ${status}.`;
  const gates = definition.group === undefined ? definition.needs : [...definition.needs, definition.group];
  const open = gates.filter(gate => {
    const found = state.tasks.get(gate);
    return found && (gate === definition.group ? found.openedAt === undefined : !isEnd(found.status));
  });
  return `${name} waits for ${open.join(', ') || 'its turn'}.`;
}
