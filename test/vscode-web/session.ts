import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { getChromium } from '../../scripts/get-chromium.mjs';
import { startVscodeWeb } from '../../scripts/vscode-web-server.mjs';
import { testSettings } from '../../scripts/vscode-web-settings.mjs';

/** A browser VS Code of its own, with a page that shows nothing yet. */
export interface Session {
  readonly page: Page;
  readonly port: number;
  /** Rejects when the server or the page ends before the session is closed. */
  readonly broken: Promise<never>;
  /** Copies the server's logs into a folder, to look at after a failure. */
  keepLogs(folder: string): Promise<void>;
  close(): Promise<void>;
}

export interface SessionOptions {
  /** Whether every folder is trusted without asking. */
  readonly trust: boolean;
  /** Whether Dagwright is installed in it. */
  readonly linkExtension: boolean;
  /** More options of code-server. */
  readonly serverOptions?: readonly string[];
  /** Settings of the user, beside those of all tests. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** Starts a server and a browser whose every file lies in one temporary folder; `close` leaves nothing behind. */
export async function openSession(options: SessionOptions): Promise<Session> {
  const { trust, linkExtension, serverOptions = [] } = options;
  const profile = await mkdtemp(join(tmpdir(), 'dagwright-web-'));
  const env = await privateEnvironment(profile);
  const settings = { ...testSettings, ...options.settings, 'security.workspace.trust.enabled': !trust };
  const server = await startVscodeWeb({ profile, settings, trust, linkExtension, options: serverOptions, env });
  const context = await openBrowser(join(profile, 'chromium'), env).catch(async error => {
    await server.stop();
    throw error;
  });
  const page = context.pages()[0] ?? (await context.newPage());
  const close = async () => {
    await context.close();
    await server.stop();
    await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  };
  return { page, port: server.port, broken: brokenBy(page, server.ended), keepLogs: keep(profile), close };
}

async function openBrowser(profile: string, env: Record<string, string>): Promise<BrowserContext> {
  return chromium.launchPersistentContext(profile, {
    executablePath: await getChromium(),
    chromiumSandbox: false,
    timeout: 120_000,
    viewport: { width: 1280, height: 800 },
    env,
    args: chromiumArguments,
  });
}

/** The net is out of reach, but for this machine: a test must not depend on it. */
const chromiumArguments = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

async function privateEnvironment(profile: string): Promise<Record<string, string>> {
  const home = join(profile, 'home');
  const temporary = join(profile, 'tmp');
  for (const folder of [home, temporary]) await mkdir(folder, { recursive: true, mode: 0o700 });
  const inherited = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return {
    ...Object.fromEntries(inherited),
    HOME: home,
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_DATA_HOME: join(home, '.local', 'share'),
    XDG_RUNTIME_DIR: temporary,
    TMPDIR: temporary,
  };
}

function brokenBy(page: Page, ended: Promise<number>): Promise<never> {
  const broken = new Promise<never>((_, reject) => {
    page.on('crash', () => reject(new Error('The page crashed.')));
    ended.then(code => reject(new Error(`The server ended with ${code}.`)), reject);
  });
  // Whoever waits on it hears of it; nobody must.
  broken.catch(() => {});
  return broken;
}

function keep(profile: string): (folder: string) => Promise<void> {
  return async folder => {
    await mkdir(folder, { recursive: true });
    for (const part of ['server.log', 'user/logs']) {
      await cp(join(profile, part), join(folder, part), { recursive: true, force: true }).catch(() => {});
    }
  };
}
