import { basename, dirname } from 'node:path';
import { t } from '@vscode/l10n';
import { formatDuration } from '../../pipeline/duration.ts';
import { isGroup } from '../../pipeline/pipeline.ts';
import type { RunSummary } from '../../runner/run-directory/run-summary.ts';
import { shownStatus } from '../../runner/run-directory/shown-status.ts';
import { isEnd, type RunState, type TaskState } from '../../runner/run-state.ts';
import { pathKey } from '../run-store/same-path.ts';
import { causeDetails, causeText } from '../schedule/cause-text.ts';
import type { Standing } from '../schedule/standing.ts';
import { standingText, triggerIcon, triggerText } from '../schedule/standing-text.ts';
import { nameWithin } from '../task-lines/member-name.ts';
import { taskStatusText } from '../task-lines/status-text.ts';
import { type ReadableRun, runStatusText, startedText } from './run-text.ts';
import { type StatusIcon, statusIcon } from './status-icon.ts';

/** One row of the Runs view. It only names what it shows, so that it stays the same row while that changes. */
export type RunNode =
  | { readonly kind: 'pipeline'; readonly id: string; readonly file: string }
  | { readonly kind: 'trigger'; readonly id: string; readonly file: string; readonly words: string }
  | { readonly kind: 'run'; readonly id: string; readonly folder: string; readonly file?: string }
  | {
      readonly kind: 'task';
      readonly id: string;
      readonly folder: string;
      readonly file: string;
      readonly task: string;
    }
  | { readonly kind: 'older'; readonly id: string; readonly file: string };

/** How a row looks. */
export interface NodeLook {
  readonly label: string;
  readonly description: string;
  readonly icon: StatusIcon;
  /** What the context menus ask for. */
  readonly context: string;
  readonly children: 'none' | 'closed' | 'open';
}

/** A run with more tasks opens only when it is asked to. */
const openUpTo = 60;

/** The pipeline files to show: those of the workspace and those of the runs, each once, by name and then by path. */
export function pipelineFiles(inWorkspace: readonly string[], runs: readonly RunSummary[]): readonly string[] {
  const files = new Map<string, string>();
  for (const file of inWorkspace) files.set(pathKey(file), file);
  for (const run of runs)
    if (run.kind === 'run' && !files.has(pathKey(run.file))) files.set(pathKey(run.file), run.file);
  return [...files.values()].sort((a, b) => basename(a).localeCompare(basename(b)) || a.localeCompare(b));
}

/** `standing`: how its triggers stand, if it has any. */
export function pipelineLook(
  file: string,
  folderName: string,
  newest: ReadableRun | undefined,
  standing?: Standing,
  now = 0,
): NodeLook {
  const triggers = standing && standing.kind !== 'off' ? [standingText(standing, now)] : [];
  return {
    label: newest?.name ?? nameOfFile(file),
    description: [...(folderName === '' ? [] : [folderName]), ...triggers].join(' · '),
    icon: newest ? statusIcon(newest.status) : { id: 'type-hierarchy' },
    context: standing ? `pipeline.${standing.kind}` : 'pipeline',
    children: newest ? 'open' : standing ? 'closed' : 'none',
  };
}

/** What starts the pipeline by itself, or would if it were switched on. */
export function triggerLook(words: string, standing: Standing | undefined, now: number): NodeLook {
  const trigger = standing?.triggers.find(one => one.words === words);
  if (!standing || !trigger) return { ...noLook, label: words };
  const label = triggerText(trigger, standing, now);
  const isOff = standing.kind === 'off' || standing.kind === 'paused' || standing.kind === 'fault';
  return {
    label,
    description: [trigger.kind === 'cron' && label !== words ? words : '', isOff ? standingText(standing, now) : '']
      .filter(Boolean)
      .join(' · '),
    icon: triggerIcon(trigger, standing),
    context: `trigger.${standing.kind}`,
    children: 'none',
  };
}

const noLook: NodeLook = {
  ...{ label: '', description: '', icon: { id: 'circle-outline' }, context: 'gone', children: 'none' },
};

/** `newest`: it is the newest run of its pipeline. */
export function runLook(run: RunSummary, newest: boolean, now: number): NodeLook {
  if (run.kind === 'unreadable') {
    const description =
      run.fault.kind === 'newer-version' ? t`written by a newer Dagwright` : t`its journal cannot be read`;
    return {
      label: run.id,
      description,
      icon: { id: 'warning', color: 'editorWarning.foreground' },
      context: 'run.ended',
      children: 'none',
    };
  }
  const runs = run.status === 'running';
  return {
    label: startedText(run.startedAt, now),
    description: [runStatusText(run, now), ...(run.trigger ? [causeText(run.trigger, now)] : [])].join(' · '),
    icon: statusIcon(run.status),
    context: runs ? 'run.active' : `run.ended.${run.status}`,
    children: newest && run.total <= openUpTo ? 'open' : 'closed',
  };
}

export function taskLook(name: string, state: RunState, now: number): NodeLook {
  const task = state.tasks.get(name);
  if (!task)
    return { label: name, description: '', icon: statusIcon('pending'), context: 'task.ended', children: 'none' };
  const active = state.status === 'running' && !isEnd(task.status);
  const shown = shownStatus(task, state);
  return {
    label: nameWithin(task.definition.group, name),
    description: [shown === 'interrupted' ? shown : taskStatusText(task, now), membersText(task, state)]
      .filter(text => text !== '')
      .join(' · '),
    icon: statusIcon(shown),
    context: `task.${active ? 'active' : 'ended'}${task.attempts.length > 0 ? '.output' : ''}`,
    children: isGroup(task.definition) ? 'closed' : 'none',
  };
}

/** Of a group, how many of its members have ended: `3/9`. */
function membersText({ name, definition }: TaskState, state: RunState): string {
  const members = isGroup(definition) ? childTasks(state, name) : [];
  const ended = members.filter(member => isEnd(state.tasks.get(member)?.status ?? 'pending'));
  return members.length === 0 ? '' : `${ended.length}/${members.length}`;
}

/** The tasks below a group, or those that are in none. */
export function childTasks(state: RunState, group: string | undefined): readonly string[] {
  const names: string[] = [];
  for (const { name, definition } of state.tasks.values()) {
    const above = state.tasks.has(definition.group ?? '') ? definition.group : undefined;
    if (above === group) names.push(name);
  }
  return names;
}

/** What a hover over a run says, as lines of `name: value`. */
export function runDetails(state: RunState): readonly (readonly [string, string])[] {
  const { started, endedAt, message } = state;
  const params = Object.entries(started.params).map(([name, value]) => `${name}=${value}`);
  return [
    [t`Run`, started.runId],
    [t`File`, started.file],
    ...(params.length > 0 ? [[t`Parameters`, params.join(', ')] as const] : []),
    [t`Started`, new Date(started.at).toLocaleString()],
    ...(started.trigger ? [[t`Started by`, causeDetails(started.trigger)] as const] : []),
    ...(endedAt === undefined ? [] : [[t`Took`, formatDuration(endedAt - started.at)] as const]),
    ...(started.git
      ? [[t`Commit`, `${started.git.commit.slice(0, 10)}${started.git.dirty ? ` (${t`changed`})` : ''}`] as const]
      : []),
    [t`Process`, t`${started.pid} on ${started.host}`],
    ...(message === undefined ? [] : [[t`Message`, message] as const]),
  ];
}

/** What a pipeline is called as long as it has not said so itself: its file's name without the endings, or its folder's. */
export function nameOfFile(file: string): string {
  const name = basename(file).replace(/(\.pipeline)?\.ya?ml$/i, '');
  return name === 'pipeline' ? basename(dirname(file)) || name : name;
}
