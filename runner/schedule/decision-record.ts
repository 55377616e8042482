import type { CronDecision } from './decide-cron.ts';
import type { SchedulePorts } from './schedule-ports.ts';
import type { ScheduleRecord } from './schedule-record.ts';

/** What is kept of a decision on a trigger of a file; nothing of one that follows from the others. A run that starts gets its name. */
export function recordOf(
  decision: CronDecision,
  where: { readonly trigger: string; readonly file: string; readonly at: number },
  ports: Pick<SchedulePorts, 'newRunId'>,
): ScheduleRecord | undefined {
  const { trigger, file, at } = where;
  switch (decision.kind) {
    case 'pass': {
      const { reason, upTo } = decision;
      return { type: 'passed', at, trigger, reason, ...(upTo !== undefined && { upTo }) };
    }
    case 'wait':
      return { type: 'waiting', at, trigger, causes: decision.causes };
    case 'start':
      return { type: 'start', at, trigger, file, run: ports.newRunId(at), cause: decision.cause };
    case 'cancel':
      return undefined;
    default:
      return decision satisfies never;
  }
}
