/** What `dagwright export --format json` prints: the files, and what is lost at its place, counted from zero. */
export interface ExportAnswer {
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly losses: readonly {
    readonly level: 'lost' | 'refused';
    readonly message: string;
    readonly range: { readonly start: ExportPlace; readonly end: ExportPlace };
  }[];
}

interface ExportPlace {
  readonly line: number;
  readonly character: number;
}

/** The engines that a pipeline can be exported to, by the words of the command line. */
export const exportEngines: readonly { readonly label: string; readonly to: string }[] = [
  { label: 'Airflow 3', to: 'airflow' },
  { label: 'Argo Workflows', to: 'argo' },
  { label: 'GitHub Actions', to: 'github' },
];

/** Reads what the command line answered; nothing for a complaint. */
export function exportAnswer(text: string): ExportAnswer | undefined {
  try {
    const answer: unknown = JSON.parse(text);
    return typeof answer === 'object' && answer !== null && 'files' in answer ? (answer as ExportAnswer) : undefined;
  } catch {
    return undefined;
  }
}
