import { MarkupKind, type SignatureHelp } from 'vscode-languageserver-types';
import type { OpenDocument } from '../open-document.ts';
import { argumentsOf, signatureAt } from '../signature.ts';

/** The signature of the function that is being called at an offset. */
export function signatureHelp(document: OpenDocument, offset: number): SignatureHelp | null {
  const found = signatureAt(document.analysis, offset);
  if (!found) return null;
  const { called, argument } = found;
  const parameters = argumentsOf(called).map(label => ({ label }));
  const documentation = { kind: MarkupKind.Markdown, value: called.doc };
  const activeParameter = Math.min(argument, parameters.length - 1);
  return { signatures: [{ label: called.signature, documentation, parameters }], activeSignature: 0, activeParameter };
}
