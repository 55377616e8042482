import type { RunStatus, TaskStatus } from '../../pipeline/pipeline.ts';

/** An icon of the editor's own set, in a colour of its theme. */
export interface StatusIcon {
  readonly id: string;
  readonly color?: string;
}

/** The icon that shows how a task or a run stands. */
export function statusIcon(status: TaskStatus | RunStatus): StatusIcon {
  switch (status) {
    case 'pending':
      return { id: 'circle-outline', color: 'disabledForeground' };
    case 'queued':
      return { id: 'clock', color: 'charts.blue' };
    case 'running':
      return { id: 'sync~spin', color: 'charts.blue' };
    case 'retrying':
      return { id: 'refresh', color: 'charts.yellow' };
    case 'success':
      return { id: 'pass', color: 'testing.iconPassed' };
    case 'failed':
      return { id: 'error', color: 'testing.iconFailed' };
    case 'upstream_failed':
      return { id: 'arrow-circle-up', color: 'testing.iconFailed' };
    case 'skipped':
      return { id: 'debug-step-over', color: 'testing.iconSkipped' };
    case 'cancelled':
      return { id: 'stop-circle', color: 'charts.yellow' };
    case 'interrupted':
      return { id: 'debug-disconnect', color: 'editorWarning.foreground' };
    default:
      return status satisfies never;
  }
}
