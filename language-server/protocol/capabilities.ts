import type { ServerCapabilities } from 'vscode-languageserver';
import { CodeActionKind } from 'vscode-languageserver-types';
import type { ClientSupport } from './client-support.ts';
import { legend } from './semantic-tokens.ts';

/** The letters after which an editor asks for proposals by itself, besides those of words. */
const triggerCharacters = [' ', '.', '[', ',', '{', "'", '"', '/'];

/** What this server can do for a client, as `initialize` answers it. */
export function capabilities({ encoding, pulls }: ClientSupport): ServerCapabilities {
  return {
    positionEncoding: encoding,
    textDocumentSync: { openClose: true, change: incremental, save: true },
    completionProvider: { triggerCharacters },
    hoverProvider: true,
    definitionProvider: true,
    typeDefinitionProvider: true,
    signatureHelpProvider: { triggerCharacters: ['(', ','] },
    referencesProvider: true,
    documentHighlightProvider: true,
    documentSymbolProvider: true,
    workspaceSymbolProvider: true,
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    foldingRangeProvider: true,
    documentFormattingProvider: true,
    documentRangeFormattingProvider: true,
    documentOnTypeFormattingProvider: { firstTriggerCharacter: '\n' },
    semanticTokensProvider: { legend, full: true, range: true },
    inlayHintProvider: true,
    codeLensProvider: {},
    selectionRangeProvider: true,
    documentLinkProvider: {},
    callHierarchyProvider: true,
    renameProvider: { prepareProvider: true },
    codeActionProvider: { codeActionKinds: [...actionKinds] },
    ...(pulls ? { diagnosticProvider: { interFileDependencies: true, workspaceDiagnostics: true } } : {}),
  };
}

const actionKinds = [
  CodeActionKind.QuickFix,
  CodeActionKind.RefactorRewrite,
  CodeActionKind.RefactorExtract,
  CodeActionKind.RefactorInline,
  CodeActionKind.SourceFixAll,
];

/** `TextDocumentSyncKind.Incremental` of the protocol. */
const incremental = 2;
