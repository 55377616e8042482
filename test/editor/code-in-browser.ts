#!/usr/bin/env node
/*
 * Stands in for the desktop's `code` where that cannot be had: a VS Code server with its real extension host and a
 * headless Chromium as its window. It takes the same arguments, prints what the tests print, and ends with their code.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { format, parseArgs } from 'node:util';
import { openSession, type Session } from '../vscode-web/session.ts';

const limitMs = 7 * 60_000;

/** What a server without its log files and its watchdog says, and what does not concern a test. */
const noise =
  /bindings file|Release\/watchdog|Creating a socket|connection token|AccountPolicy|AgentHost|grace time|builtin extensions|Service Worker/;

const { values, positionals } = parseArgs({
  strict: false,
  allowPositionals: true,
  options: { extensionDevelopmentPath: { type: 'string' }, extensionTestsPath: { type: 'string' } },
});

async function main(): Promise<number> {
  // Without this switch VS Code on the web ignores the two paths above.
  const serverOptions = ['--vscode-option', 'enable-smoke-test-driver'];
  const stopped = rejectOnSignals();
  const session = await openSession({ trust: true, linkExtension: false, serverOptions });
  try {
    return await Promise.race([runTests(session), session.broken, stopped, rejectLate()]);
  } catch (error) {
    const folder = process.env.ARTIFACTS;
    if (folder) await session.page.screenshot({ path: `${folder}/editor-failure.png` }).catch(() => {});
    if (folder) await session.keepLogs(`${folder}/editor-logs`);
    throw error;
  } finally {
    await session.close();
  }
}

async function runTests({ page, port }: Session): Promise<number> {
  let finish: (code: number) => void = () => {};
  const finished = new Promise<number>(resolveCode => {
    finish = resolveCode;
  });
  await page.exposeFunction('codeAutomationLog', (_type: string, args: unknown[]) => {
    const line = format(...args);
    if (!noise.test(line)) console.log(line);
  });
  await page.exposeFunction('codeAutomationExit', (code: number) => finish(code));
  await page.goto(testUrl(port), { timeout: patienceMs });
  return finished;
}

/** For a page that never comes: on a machine that does much else it comes late. */
const patienceMs = 120_000;

function testUrl(port: number): string {
  const remote = (path: unknown) => `vscode-remote://127.0.0.1:${port}${resolve(String(path))}`;
  const payload = [
    ['extensionDevelopmentPath', remote(values.extensionDevelopmentPath)],
    ['extensionTestsPath', remote(values.extensionTestsPath)],
    ['skipWelcome', 'true'],
  ];
  const folder = positionals.find(path => existsSync(path)) ?? '';
  const query = new URLSearchParams({ folder: resolve(folder), payload: JSON.stringify(payload) });
  return `http://127.0.0.1:${port}/?${query}`;
}

function rejectOnSignals(): Promise<never> {
  const stopped = new Promise<never>((_, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => reject(new Error(`Stopped by ${signal}.`)));
    }
  });
  stopped.catch(() => {});
  return stopped;
}

function rejectLate(): Promise<never> {
  const late = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error('The tests did not end in time.')), limitMs).unref();
  });
  late.catch(() => {});
  return late;
}

process.exitCode = await main().catch(error => {
  console.error(error);
  return 1;
});
