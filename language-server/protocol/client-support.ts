import type { HintChoice } from '../hints.ts';
import type { Encoding } from '../position.ts';
import type { CompletionSupport } from './completion-list.ts';
import type { DiagnosticSupport } from './diagnostics.ts';
import type { LensCommands } from './hints-and-lenses.ts';

/** What a client can do, as it told when it started us. */
export interface ClientSupport extends DiagnosticSupport, CompletionSupport {
  readonly encoding: Encoding;
  /** It asks for the problems of a document, and is not told of them unasked: who does both would show each twice. */
  readonly pulls: boolean;
  /** It is told, unasked, of the problems of pipelines that are not open, too. */
  readonly tellsClosed: boolean;
  /** It asks again for problems when it is told to. */
  readonly refreshes: boolean;
  /** It asks again for hints when it is told to. */
  readonly refreshesHints: boolean;
  /** It can be asked to tell of changed files. */
  readonly watches: boolean;
  /** It tells when folders are opened or closed. */
  readonly changesRoots: boolean;
  /** It can make files as a part of an edit. */
  readonly createsFiles: boolean;
  readonly hints: HintChoice;
  /** Absent when it wants no lenses. */
  readonly lensCommands?: LensCommands;
  /** The addresses of the folders that are open. */
  readonly roots: readonly string[];
}

/**
 * What the parameters of `initialize` say. From `initializationOptions` it takes `problemsPage`, the address of the page
 * that explains the problems, `inlayHints` (`defaults`, `nextTimes` and `durations`, false for none), `lensCommands` (`run`, `runUpstream`
 * and `dependents`: commands of the client), and `suggestCommand`, the client's command that asks for proposals again, and
 * `diagnostics`: `'pull'` of a client that could be told of problems but wants to ask for them, `'open'` of one that wants
 * to be told of those of open files alone. Never throws.
 */
export function clientSupport(params: unknown): ClientSupport {
  const encodings = at(params, 'capabilities', 'general', 'positionEncodings');
  const document = at(params, 'capabilities', 'textDocument');
  const workspace = at(params, 'capabilities', 'workspace');
  const problemsPage = at(params, 'initializationOptions', 'problemsPage');
  const suggestCommand = at(params, 'initializationOptions', 'suggestCommand');
  return {
    encoding: encodingOf(encodings),
    pulls: pullsProblems(params),
    tellsClosed: !pullsProblems(params) && at(params, 'initializationOptions', 'diagnostics') !== 'open',
    refreshes: at(workspace, 'diagnostics', 'refreshSupport') === true,
    refreshesHints: at(workspace, 'inlayHint', 'refreshSupport') === true,
    watches: at(workspace, 'didChangeWatchedFiles', 'dynamicRegistration') === true,
    changesRoots: at(workspace, 'workspaceFolders') === true,
    createsFiles: createsFiles(at(workspace, 'workspaceEdit')),
    hints: {
      defaults: at(params, 'initializationOptions', 'inlayHints', 'defaults') !== false,
      nextTimes: at(params, 'initializationOptions', 'inlayHints', 'nextTimes') !== false,
      durations: at(params, 'initializationOptions', 'inlayHints', 'durations') !== false,
    },
    ...lensCommands(at(params, 'initializationOptions', 'lensCommands')),
    roots: rootsOf(params),
    related: at(document, 'publishDiagnostics', 'relatedInformation') === true,
    tags: at(document, 'publishDiagnostics', 'tagSupport') !== undefined,
    snippets: at(document, 'completion', 'completionItem', 'snippetSupport') === true,
    ...(typeof problemsPage === 'string' ? { problemsPage } : {}),
    ...(typeof suggestCommand === 'string' ? { suggestCommand } : {}),
  };
}

function createsFiles(edits: unknown): boolean {
  const operations = at(edits, 'resourceOperations');
  return at(edits, 'documentChanges') === true && Array.isArray(operations) && operations.includes('create');
}

function lensCommands(told: unknown): { readonly lensCommands?: LensCommands } {
  if (typeof told !== 'object' || told === null) return {};
  const named = (key: string) => {
    const command = at(told, key);
    return typeof command === 'string' ? { [key]: command } : {};
  };
  return { lensCommands: { ...named('run'), ...named('runUpstream'), ...named('dependents') } };
}

function rootsOf(params: unknown): readonly string[] {
  const folders = at(params, 'workspaceFolders');
  const addresses = Array.isArray(folders) ? folders.map(folder => at(folder, 'uri')) : [at(params, 'rootUri')];
  return addresses.filter(address => typeof address === 'string');
}

function pullsProblems(params: unknown): boolean {
  const document = at(params, 'capabilities', 'textDocument');
  if (at(document, 'diagnostic') === undefined) return false;
  const isChosen = at(params, 'initializationOptions', 'diagnostics') === 'pull';
  return isChosen || at(document, 'publishDiagnostics') === undefined;
}

function encodingOf(offered: unknown): Encoding {
  if (!Array.isArray(offered) || offered.includes('utf-16')) return 'utf-16';
  return offered.includes('utf-8') ? 'utf-8' : 'utf-16';
}

function at(value: unknown, ...keys: readonly string[]): unknown {
  let found = value;
  for (const key of keys) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = (found as Record<string, unknown>)[key];
  }
  return found;
}
