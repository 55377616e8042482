import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { forms } from './language-texts.ts';

/** A language server to be measured, with the kind of file that it knows. */
export interface Contender {
  readonly name: string;
  readonly command: readonly string[];
  readonly form: keyof typeof forms;
  /** The name of the file, in a folder of the measurement's own. */
  readonly file: string;
  readonly languageId: string;
  /** What is typed behind the name of a need, and deleted again: it changes the problems. */
  readonly letter: string;
}

/** Ours, started as the docs tell editors to. Throws when it was not built. */
export function ownContender(): Contender {
  const program = fileURLToPath(new URL('../dist/dagwright.js', import.meta.url));
  if (!existsSync(program)) throw new Error('dist/dagwright.js is missing: run "npm run build" first.');
  const command = [process.execPath, program, 'lsp', '--stdio'];
  return { ...ours, name: 'dagwright', command };
}

const ours = {
  form: 'pipeline',
  file: 'bench.pipeline.yaml',
  languageId: 'dagwright',
  letter: 'x',
} as const;

/** One that only echoes each change. */
export function echoContender(program: string): Contender {
  return { ...ours, name: 'echo', command: [process.execPath, program, '--echo', '--stdio'] };
}

/**
 * The servers of others, installed into `folder`, or found in the folder that BENCH_PEERS names. What cannot be installed
 * is left out, and that is said.
 */
export function peers(folder: string): readonly Contender[] {
  // The last two are what wireit's server needs beside it.
  const packages = [
    ...['yaml-language-server', '@actions/languageserver', 'wireit'],
    ...['vscode-languageserver@10', 'vscode-languageserver-textdocument'],
  ];
  const { BENCH_PEERS: own } = process.env;
  const place = own ?? folder;
  if (own === undefined) {
    const install = ['install', '--no-save', '--no-audit', '--no-fund', '--prefix', folder, ...packages];
    const { status, stderr } = spawnSync('npm', install, { encoding: 'utf8' });
    if (status !== 0) console.log(`The peers could not be installed: ${stderr.trim().split('\n')[0]}`);
  }
  const at = (program: string) => [process.execPath, join(place, 'node_modules', program), '--stdio'];
  const all: readonly Contender[] = [
    {
      ...ours,
      name: 'yaml-language-server',
      command: at('yaml-language-server/bin/yaml-language-server'),
      languageId: 'yaml',
      letter: ']',
    },
    {
      name: '@actions/languageserver',
      command: at('@actions/languageserver/bin/actions-languageserver'),
      form: 'workflow',
      file: '.github/workflows/bench.yml',
      languageId: 'github-actions-workflow',
      letter: 'x',
    },
    {
      name: 'wireit',
      command: at('wireit/lib/language-server.js'),
      form: 'wireit',
      file: 'package.json',
      languageId: 'json',
      letter: 'x',
    },
  ];
  const there = all.filter(({ command }) => existsSync(command[1] ?? ''));
  for (const { name } of all.filter(one => !there.includes(one))) console.log(`${name} is not there: not compared.`);
  return there;
}
