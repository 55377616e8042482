import { open } from 'node:fs/promises';
import { t } from '@vscode/l10n';
import { formatDuration } from '../../pipeline/duration.ts';
import type { RunEvent } from '../../runner/event.ts';
import { attemptPath, outputLog } from '../../runner/layout.ts';
import { followRun } from '../../runner/run-directory/follow-run.ts';
import { outcomeText, statusText, whyText } from '../../runner/run-directory/wording.ts';
import { applyEvent, initialState, type RunState } from '../../runner/run-state.ts';
import { formatBytes, remark, TerminalText } from '../output/terminal-text.ts';

/** A piece of text for a terminal, or the end of the run with the exit code that the command line would have. */
export type RunOutputPiece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'end'; readonly exitCode: number };

/**
 * Yields what the tasks of the run in `folder` print, each attempt by itself when it has ended, as it was printed, so that
 * problem matchers know the lines; then how the run ended. Ends early on `signal`.
 */
export async function* runOutput(folder: string, signal: AbortSignal): AsyncGenerator<RunOutputPiece, void> {
  let state: RunState | undefined;
  for await (const news of followRun(folder, signal)) {
    if (news.kind !== 'events') {
      yield text(remark(t`The run was interrupted: its runner is gone.`, 'red'));
      yield { kind: 'end', exitCode: 1 };
      return;
    }
    for (const event of news.events) {
      if (event.type === 'run_started') state = initialState(event);
      else if (state) applyEvent(state, event);
      if (state) yield* told(event, state, folder);
    }
  }
}

async function* told(event: RunEvent, state: RunState, folder: string): AsyncGenerator<RunOutputPiece, void> {
  switch (event.type) {
    case 'run_started':
      yield text(remark(t`${event.name} · run ${event.runId}`));
      return;
    case 'attempt_ended': {
      const attempt = state.tasks.get(event.task)?.attempts[event.attempt - 1];
      const took = attempt ? ` in ${formatDuration(event.at - attempt.startedAt)}` : '';
      const isSuccess = event.outcome.kind === 'success';
      const count = event.attempt > 1 || !isSuccess ? ` · ${t`attempt ${event.attempt}`}` : '';
      yield text(remark(`${event.task}${count} · ${outcomeText(event.outcome)}${took}`, isSuccess ? 'green' : 'red'));
      yield* printed(outputLog(attemptPath(folder, event.task, event.attempt)));
      return;
    }
    case 'task_ended': {
      const task = state.tasks.get(event.task);
      const why = task && whyText(task);
      if (task?.attempts.length === 0)
        yield text(remark(`${event.task} · ${statusText(event.status)}${why === undefined ? '' : `: ${why}`}`));
      return;
    }
    case 'run_ended': {
      const took = formatDuration(event.at - state.started.at);
      yield text(remark(`${event.status} in ${took}`, event.status === 'success' ? 'green' : 'red'));
      yield { kind: 'end', exitCode: exitCodes[event.status] };
      return;
    }
    default:
      return;
  }
}

const exitCodes = { success: 0, failed: 1, interrupted: 1, cancelled: 130 } as const;

/** Of a longer output only the end is shown. */
const mostBytes = 256 * 1024;

async function* printed(path: string): AsyncGenerator<RunOutputPiece, void> {
  const file = await open(path, 'r').catch(() => undefined);
  if (!file) return;
  try {
    const { size } = await file.stat();
    const start = Math.max(0, size - mostBytes);
    if (start > 0) yield text(remark(t`${formatBytes(start)} left out here. All of it: ${path}`));
    const { buffer, bytesRead } = await file.read(new Uint8Array(size - start), 0, size - start, start);
    const terminal = new TerminalText();
    const shown = terminal.push(buffer.subarray(0, bytesRead)) + terminal.end();
    if (shown !== '') yield text(shown.endsWith('\n') ? shown : `${shown}\r\n`);
  } finally {
    await file.close();
  }
}

function text(shown: string): RunOutputPiece {
  return { kind: 'text', text: shown };
}
