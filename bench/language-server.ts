/**
 * What an editor waits for besides a keystroke (`keystroke.ts`), over stdio as any editor asks: opening a file, proposals,
 * hover, definition, renaming a name that is used 1,000 times; and how much memory the server holds, after opening and
 * typing, and when it has been left alone. Medians, each against its bar. `npm run build` comes first.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { median, ms, verdict } from './measure.ts';

const server = fileURLToPath(new URL('../dist/language-server.cjs', import.meta.url));
const uri = 'file:///bench.pipeline.yaml';
const rounds = 15;
/** Longer than the server waits until it gives memory back. */
const restMs = 12_000;

const bars = [
  { tasks: 1_000, open: 80, ask: 5, rename: 30, memory: 90 },
  { tasks: 10_000, open: 800, ask: 10, rename: 60, memory: 200 },
] as const;
type Bars = (typeof bars)[number];

async function main(): Promise<void> {
  if (!existsSync(server)) throw new Error('dist/language-server.cjs is missing: run "npm run build" first.');
  for (const bar of bars) await measure(bar);
}

async function measure(bar: Bars): Promise<void> {
  const text = pipelineOf(bar.tasks);
  const opened: number[] = [];
  for (let round = 0; round < 5; round++) {
    await inSession(async connection => {
      opened.push(await timeOf(() => open(connection, text)));
    });
  }
  console.log(`\n${bar.tasks} tasks of eight lines, medians:`);
  console.log(`  opening to problems   ${verdict(median(opened), bar.open, ' ms')}`);
  await inSession(async (connection, pid) => {
    await open(connection, text);
    const line = 2 + (bar.tasks / 2) * 8 + 2;
    const place = { textDocument: { uri }, position: { line, character: 12 } };
    for (const method of ['completion', 'hover', 'definition']) {
      const times: number[] = [];
      for (let round = 0; round < rounds; round++) {
        times.push(await timeOf(() => connection.sendRequest(`textDocument/${method}`, place)));
      }
      console.log(`  ${method.padEnd(21)} ${verdict(median(times), bar.ask, ' ms')}; the first ${ms(times[0] ?? 0)}`);
    }
    await renamed(connection, bar);
    console.log(`  memory after that     ${residentMb(pid)} MB, at most ${residentMb(pid, 'VmHWM')} MB`);
    await setTimeout(restMs);
    console.log(`  memory at rest        ${verdict(residentMb(pid), bar.memory, ' MB')}`);
  });
}

async function renamed(connection: MessageConnection, bar: Bars): Promise<void> {
  const first = { textDocument: { uri }, position: { line: 2, character: 3 }, newName: 'renamed' };
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    times.push(await timeOf(() => connection.sendRequest('textDocument/rename', first)));
  }
  console.log(`  rename, 1,000 uses    ${verdict(median(times), bar.rename, ' ms')}`);
}

async function inSession(action: (connection: MessageConnection, pid: number) => Promise<void>): Promise<void> {
  const child = spawn(process.execPath, [server, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  connection.listen();
  await connection.sendRequest('initialize', { processId: process.pid, rootUri: null, capabilities: {} });
  await connection.sendNotification('initialized', {});
  await action(connection, child.pid ?? 0);
  connection.dispose();
  child.kill();
}

async function open(connection: MessageConnection, text: string): Promise<void> {
  const told = new Promise<void>(resolve => {
    connection.onNotification('textDocument/publishDiagnostics', () => resolve());
  });
  const textDocument = { uri, languageId: 'dagwright', version: 1, text };
  await connection.sendNotification('textDocument/didOpen', { textDocument });
  await told;
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Of Linux only. */
function residentMb(pid: number, which = 'VmRSS'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(new RegExp(`${which}:\\s+(\\d+)`).exec(status)?.[1]) / 1024);
}

/** The first task is needed by 999 others, so its name stands 1,000 times in the text. */
function pipelineOf(count: number): string {
  const tasks = Array.from({ length: count }, (_, index) => {
    const above = index < 1000 ? 't0' : `t${index - 10}`;
    const needs = index === 0 ? '' : above;
    return `  t${index}:\n    description: The task ${index}.\n    needs: [${needs}]\n    run: |\n      echo begin ${index}\n      echo end ${index}\n    retries: 2\n    timeout: 10m\n`;
  });
  return `name: large\ntasks:\n${tasks.join('')}`;
}

await main();
