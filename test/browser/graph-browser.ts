import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import type { GraphViewState, ToGraph } from '../../extension/graph/messages.ts';
import { panelPage } from '../../extension/graph/panel-page.ts';
import { sourceText } from '../../scripts/source-text.mjs';

/** As VS Code names them on the body of a webview. */
export const themes = ['vscode-light', 'vscode-dark', 'vscode-high-contrast'] as const;
export type Theme = (typeof themes)[number];

const root = join(import.meta.dirname, '../..');
const origin = 'http://graph.test';

/** A real browser that shows the page of a graph as VS Code would, with the bundle made of the sources. */
export class GraphBrowser {
  #browser: Browser | undefined;
  #files: ReadonlyMap<string, string> = new Map();

  async start(): Promise<void> {
    this.#files = await bundle();
    const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
    this.#browser = await chromium.launch({
      executablePath,
      timeout: 120_000,
      args: ['--no-sandbox', '--disable-gpu'],
    });
  }

  async stop(): Promise<void> {
    await this.#browser?.close();
  }

  /** A fresh panel that has said it is ready; an error in the page fails the test that is at it. */
  async open(state?: unknown): Promise<Page> {
    const page = await this.#newPage(state);
    await page.goto(`${origin}/`);
    await this.setTheme(page, 'vscode-dark');
    await page.waitForFunction('posted.length > 0');
    return page;
  }

  /** A fresh panel that hears the answer of `host` as soon as it has said that it is ready. */
  async openWith(host: () => readonly ToGraph[]): Promise<Page> {
    const page = await this.#newPage(undefined);
    await page.exposeFunction('askHost', host);
    await page.addInitScript(answerReady);
    await page.goto(`${origin}/`);
    return page;
  }

  /** Resolves when the page has heard the message. */
  async send(page: Page, message: ToGraph): Promise<void> {
    await page.evaluate(data => {
      window.dispatchEvent(new MessageEvent('message', { data }));
    }, message);
  }

  async setTheme(page: Page, theme: Theme): Promise<void> {
    await page.evaluate(
      ([name, colours]) => {
        document.body.className = name;
        for (const [key, value] of Object.entries(colours)) {
          document.documentElement.style.setProperty(`--vscode-${key}`, value);
        }
      },
      [theme, coloursOf[theme]] as const,
    );
  }

  async #newPage(state: unknown): Promise<Page> {
    if (!this.#browser) throw new Error('The browser is not started.');
    for (const context of state ? [] : this.#browser.contexts()) await context.close();
    const page = await this.#browser.newPage({ viewport: { width: 700, height: 760 }, reducedMotion: 'reduce' });
    page.on('pageerror', error => {
      throw error;
    });
    await page.route('**', route => {
      const { origin: from, pathname } = new URL(route.request().url());
      const file = this.#files.get(pathname);
      if (from !== origin) return route.abort();
      if (file !== undefined) return route.fulfill({ contentType: typeOf(pathname), body: file });
      return pathname === '/' ? route.fulfill({ contentType: 'text/html', body: graphPage() }) : route.abort();
    });
    await page.addInitScript(fakeEditor, state as GraphViewState | undefined);
    page.setDefaultTimeout(60_000);
    return page;
  }

  /** Into the folder that git ignores, for a person to look at. */
  async screenshot(page: Page, name: string): Promise<void> {
    const folder = join(root, 'artifacts');
    await mkdir(folder, { recursive: true });
    await page.screenshot({ path: join(folder, `${name}.png`) });
  }
}

async function bundle(): Promise<ReadonlyMap<string, string>> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: { graph: 'extension/graph/webview/main.ts' },
    outdir: 'dist',
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: 'chrome120',
    plugins: [sourceText],
  });
  return new Map(outputFiles.map(file => [`/${basename(file.path)}`, file.text]));
}

function graphPage(): string {
  return panelPage({
    script: '/graph.js',
    styles: '/graph.css',
    source: origin,
    nonce: 'n0nce',
    uri: 'file:///a.yaml',
  });
}

function typeOf(path: string): string {
  return path.endsWith('.css') ? 'text/css' : 'text/javascript';
}

/** Runs in the page: what VS Code gives a webview, and what it was told. */
function fakeEditor(saved: GraphViewState | undefined): void {
  const told = { posted: [] as unknown[], state: saved as unknown };
  Object.assign(window, {
    posted: told.posted,
    state: saved,
    acquireVsCodeApi: () => ({
      postMessage: (message: unknown) => {
        told.posted.push(message);
        window.dispatchEvent(new CustomEvent('posted'));
      },
      getState: () => saved,
      setState: (state: unknown) => Object.assign(window, { state }),
    }),
  });
}

/** Runs in the page: hands the first message to the host, and its answer to the graph. */
function answerReady(): void {
  const { askHost } = window as unknown as { askHost: () => Promise<readonly unknown[]> };
  const answer = async (): Promise<void> => {
    for (const data of await askHost()) window.dispatchEvent(new MessageEvent('message', { data }));
  };
  window.addEventListener('posted', answer, { once: true });
}

/** VS Code's own values of the few colours that a graph uses. */
const coloursOf: Readonly<Record<Theme, Readonly<Record<string, string>>>> = {
  'vscode-light': {
    'editor-background': '#ffffff',
    'editor-foreground': '#3b3b3b',
    descriptionForeground: '#717171',
    'editorWidget-background': '#f8f8f8',
    focusBorder: '#005fb8',
    'testing-iconPassed': '#388a34',
    'testing-iconFailed': '#f14c4c',
    'testing-iconQueued': '#cca700',
    'testing-iconSkipped': '#848484',
    'charts-blue': '#1a85ff',
    'charts-orange': 'rgba(234, 92, 0, 0.33)',
    'charts-purple': '#652d90',
    'editorError-foreground': '#e51400',
    'panel-border': '#e5e5e5',
  },
  'vscode-dark': {
    'editor-background': '#1f1f1f',
    'editor-foreground': '#cccccc',
    descriptionForeground: '#9d9d9d',
    'editorWidget-background': '#202020',
    focusBorder: '#0078d4',
    'testing-iconPassed': '#73c991',
    'testing-iconFailed': '#f14c4c',
    'testing-iconQueued': '#cca700',
    'testing-iconSkipped': '#848484',
    'charts-blue': '#3794ff',
    'charts-orange': 'rgba(234, 92, 0, 0.33)',
    'charts-purple': '#b180d7',
    'editorError-foreground': '#f14c4c',
    'panel-border': '#2b2b2b',
  },
  'vscode-high-contrast': {
    'editor-background': '#000000',
    'editor-foreground': '#ffffff',
    descriptionForeground: '#ffffffb3',
    'editorWidget-background': '#0c141f',
    focusBorder: '#f38518',
    'testing-iconPassed': '#73c991',
    'testing-iconFailed': '#f14c4c',
    'testing-iconQueued': '#cca700',
    'testing-iconSkipped': '#848484',
    'charts-blue': '#3794ff',
    'charts-orange': '#d18616',
    'charts-purple': '#b180d7',
    'editorError-foreground': '#f88070',
    contrastBorder: '#6fc3df',
  },
};
