import type { ShownNode, ShownStatus } from '../messages.ts';

/** What the editor asks for the entries of a task's menu, and hands to the command that is chosen: `data-vscode-context`. */
export function menuOfTask(task: string, status: ShownStatus | undefined, run: string | null): string {
  const isKnown = run !== null && status !== undefined;
  return JSON.stringify({
    webviewSection: 'task',
    task,
    ...(run === null ? {} : { folder: run }),
    dagwrightOutput: isKnown && withOutput.has(status),
    dagwrightActive: isKnown && active.has(status),
    dagwrightFailed: isKnown && failed.has(status),
    dagwrightInterrupted: isKnown && status === 'interrupted',
  });
}

/** The same for what is no task. */
export function menuOfOther(kind: ShownNode['kind']): string {
  return JSON.stringify({ webviewSection: kind });
}

/** Opens the editor's menu for `button`, which stands in what the menu is about. */
export function openMenu(button: HTMLElement): void {
  const { left, bottom } = button.getBoundingClientRect();
  button.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, clientX: left, clientY: bottom }));
}

const withOutput: ReadonlySet<ShownStatus> = new Set([
  ...(['running', 'retrying', 'success', 'failed', 'cancelled', 'interrupted'] as const),
]);
const failed: ReadonlySet<ShownStatus> = new Set(['failed', 'upstream_failed', 'cancelled', 'interrupted'] as const);
const active: ReadonlySet<ShownStatus> = new Set(['pending', 'queued', 'running', 'retrying']);
