import { type Diagnostic, DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver-types';
import type { Problem, Severity } from '../../pipeline/problem.ts';
import type { OpenDocument } from '../open-document.ts';
import { rangeAt } from '../position.ts';

/** What the client has told of how it shows problems. */
export interface DiagnosticSupport {
  readonly related: boolean;
  readonly tags: boolean;
  /** The address of the page with a section for each code, where the client knows one. */
  readonly problemsPage?: string;
}

/** More than anyone reads, and as many as editors show. */
const most = 1000;

const severities: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  hint: DiagnosticSeverity.Hint,
};

/** The problems of a document as the protocol tells them; of very many the gravest. */
export function diagnosticsOf(document: OpenDocument, support: DiagnosticSupport): readonly Diagnostic[] {
  return gravest(document.problems).map(problem => diagnosticOf(document, problem, support));
}

/** One problem as the protocol tells it. */
export function diagnosticOf(document: OpenDocument, problem: Problem, support: DiagnosticSupport): Diagnostic {
  const { code, severity, range, message, related } = problem;
  const places = related.map(place => {
    return { location: { uri: document.uri, range: rangeAt(document, place.range) }, message: place.message };
  });
  return {
    range: rangeAt(document, range),
    severity: severities[severity],
    code,
    source: 'dagwright',
    message,
    ...(support.problemsPage === undefined ? {} : { codeDescription: { href: `${support.problemsPage}#${code}` } }),
    ...(support.related && places.length > 0 ? { relatedInformation: places } : {}),
    ...(support.tags && isUnnecessary(problem) ? { tags: [DiagnosticTag.Unnecessary] } : {}),
  };
}

function gravest(problems: readonly Problem[]): readonly Problem[] {
  if (problems.length <= most) return problems;
  const of = (severity: Severity) => problems.filter(problem => problem.severity === severity);
  return [...of('error'), ...of('warning'), ...of('hint')].slice(0, most);
}

function isUnnecessary({ code }: Problem): boolean {
  return code === 'unused-param' || code === 'unused-output' || code === 'redundant-dependency';
}
