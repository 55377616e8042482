import type { Import, SourceFile } from './source-files.ts';

/** A part of the house and everything it may import; the first room whose `holds` fits a file is the file's room. */
export interface Room {
  readonly name: string;
  readonly holds: RegExp;
  /** Files of the house that it may import beside its own. */
  readonly files: readonly RegExp[];
  readonly packages: readonly RegExp[];
}

const pipeline = /^pipeline\//;
/** What happens in a run as plain data and pure functions over it. */
const runFacts = /^runner\/(event|run-state)\.ts$/;
/** Reading a run directory and asking a run for something: what the editor shares with the command line. */
const runFiles = /^runner\/(layout|request|process-identity)\.ts$|^runner\/(run-directory|history|schedule-folder)\//;

/** The table of ARCHITECTURE.md, the strictest rooms first. */
export const rooms: readonly Room[] = [
  {
    name: 'pipeline',
    holds: pipeline,
    files: [],
    packages: [/^yaml$/, /^@actions\/expressions$/, /^croner$/, /^fastest-levenshtein$/],
  },
  {
    name: 'exporters',
    holds: /^exporters\//,
    files: [pipeline],
    packages: [/^@actions\/expressions$/],
  },
  {
    name: 'importers',
    holds: /^importers\//,
    files: [pipeline],
    packages: [],
  },
  {
    name: 'runner (decisions)',
    holds: /^runner\/(event|run-state|signal)\.ts$|^runner\/(scheduler|select|schedule)\//,
    files: [pipeline, runFacts],
    packages: [],
  },
  {
    name: 'runner (reading a run directory)',
    holds: runFiles,
    files: [pipeline, runFacts],
    packages: [/^node:/],
  },
  {
    name: 'runner (command line)',
    holds: /^runner\/cli\//,
    files: [pipeline, /^(?:ex|im)porters\//, /^runner\//, /^package\.json$/],
    packages: [/^node:/, /^commander$/, /^string-width$/, /^chokidar$/, /^picomatch$/],
  },
  {
    name: 'runner (observers)',
    holds: /^runner\/observers\//,
    files: [pipeline, /^runner\/(?!cli\/)/],
    packages: [/^node:/, /^picomatch$/, /^@opentelemetry\//],
  },
  {
    name: 'runner (real tools)',
    holds: /^runner\/(?!cli\/)/,
    files: [pipeline, /^runner\/(?!cli\/)/],
    packages: [/^node:/, /^dotenv$/, /^picomatch$/],
  },
  {
    name: 'language-server (its disk and its memory)',
    holds: /^language-server\/(?:workspace\/node-disk|at-rest)\.ts$/,
    files: [/^language-server\/workspace\/disk\.ts$/],
    packages: [/^node:/],
  },
  {
    name: 'language-server (past runs)',
    holds: /^language-server\/workspace\/node-past-runs\.ts$/,
    files: [pipeline, runFacts, runFiles, /^language-server\/past-runs\.ts$/],
    packages: [/^node:/],
  },
  {
    name: 'language-server',
    holds: /^language-server\//,
    files: [pipeline, /^importers\//],
    packages: [/^vscode-languageserver/, /^cronstrue$/],
  },
  {
    name: 'extension/graph/webview',
    holds: /^extension\/graph\/webview\//,
    files: [/^extension\/graph\/messages\.ts$/, /^pipeline\/(pipeline|duration)\.ts$/],
    packages: [/^@vscode\/l10n$/],
  },
  {
    name: 'extension',
    holds: /^extension\/(?!graph\/webview\/)/,
    files: [pipeline, runFacts, runFiles],
    packages: [/^vscode$/, /^vscode-languageclient$/, /^@vscode\/l10n$/, /^node:/],
  },
];

/** What the runner has exactly one door for, so that tests can stand in for it: `sign` shows its use, `file` is the door. */
export const singleDoors: readonly {
  readonly what: string;
  readonly within: RegExp;
  readonly sign: RegExp;
  readonly file: string;
}[] = [
  {
    what: 'starts processes',
    within: /^runner\/(?!cli\/)/,
    sign: /^import (?!type).*'node:child_process'/m,
    file: 'runner/processes/start-process.ts',
  },
  {
    what: 'reads the clock',
    within: /^runner\/(?!cli\/|run-directory\/)/,
    sign: /\bDate\.now\b|\bnew Date\(\)|\bperformance\.now\b|\bset(Timeout|Interval)\(/,
    file: 'runner/clock.ts',
  },
  {
    what: 'writes the journal',
    within: /^runner\/(?!cli\/)/,
    sign: /\bwriteSync\(/,
    file: 'runner/journal.ts',
  },
];

/** A sentence for each import that `file` must not have. */
export function brokenRules(file: SourceFile): string[] {
  const room = rooms.find(candidate => candidate.holds.test(file.path));
  if (!room) return [`${file.path} stands in no room of the table`];
  return file.imports
    .filter(target => !mayImport(room, target))
    .map(
      target =>
        `${file.path} is in ${room.name}, which may not import ${'file' in target ? target.file : target.package}`,
    );
}

function mayImport(room: Room, target: Import): boolean {
  if ('package' in target) return room.packages.some(allowed => allowed.test(target.package));
  return room.holds.test(target.file) || room.files.some(allowed => allowed.test(target.file));
}
