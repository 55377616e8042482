// From a line in the journal until the graph of the editor shows its colour, in a VS Code in Chromium, with a run of real
// tasks one after the other: node bench/status-latency.ts [tasks]
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { journalFile, runFolder, runsFolder } from '../runner/layout.ts';
import { openWorkbench } from '../test/ui/workbench.ts';
import { copyWorkspace } from '../test/vscode-web/workspace-copy.ts';

const count = Number(process.argv[2] ?? 25);
const barMs = 50;
const workspace = await copyWorkspace();
await writeFile(join(workspace.folder, 'chain.pipeline.yaml'), chainText());
const workbench = await openWorkbench(workspace);
try {
  await workbench.open('chain.pipeline.yaml');
  await workbench.command('Dagwright: Show Graph');
  const graph = workbench.graph();
  await graph.locator(`g.node[data-task="t${count - 1}"]`).waitFor();
  const seen = graph.locator('#stage').evaluate(watchColours, `t${count - 1}`);
  await workbench.command('View: Focus First Editor Group');
  await workbench.command('Dagwright: Run Pipeline');
  tell(await latencies(await seen));
} finally {
  await workbench.close();
}

/** Resolves, when the last task is a success, with when a frame first showed each task in each state. */
function watchColours(stage: Element, last: string): Promise<Record<string, number>> {
  const seen: Record<string, number> = {};
  return new Promise(resolve => {
    const look = () => {
      for (const node of stage.querySelectorAll('g.node')) {
        const status = /status-(\w+)/.exec(node.getAttribute('class') ?? '')?.[1];
        seen[`${node.getAttribute('data-task')} ${status}`] ??= Date.now();
      }
      if (`${last} success` in seen) resolve(seen);
      else requestAnimationFrame(look);
    };
    look();
  });
}

async function latencies(seen: Readonly<Record<string, number>>): Promise<number[]> {
  const [run = ''] = await readdir(runsFolder(workspace.folder));
  const lines = (await readFile(journalFile(runFolder(workspace.folder, run)), 'utf8')).trim().split('\n');
  return lines.flatMap(line => {
    const { type, task, at }: { type: string; task?: string; at: number } = JSON.parse(line);
    const state = type === 'attempt_started' ? 'running' : type === 'task_ended' ? 'success' : undefined;
    const shown = state && seen[`${task} ${state}`];
    return shown === undefined ? [] : [shown - at];
  });
}

function tell(found: readonly number[]): void {
  const sorted = found.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  const verdict = at(0.5) <= barMs ? 'kept' : 'missed';
  console.log(`${sorted.length} changes of ${2 * count} shown; median ${at(0.5)} ms (bar ${barMs}: ${verdict})`);
  console.log(`fastest ${at(0)} ms, 90 of 100 within ${at(0.9)} ms, slowest ${at(1)} ms`);
}

/** Far enough apart that each change is shown by itself. */
function chainText(): string {
  const tasks = Array.from({ length: count }, (_, index) => {
    const needs = index === 0 ? '' : `, needs: [t${index - 1}]`;
    return `  t${index}: { run: sleep 0.4${needs} }`;
  });
  return `tasks:\n${tasks.join('\n')}\n`;
}
