/** What is read of a Job: the words of the API. */
export interface Job {
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly deletionTimestamp?: string;
  };
  readonly spec: { readonly suspend?: boolean };
  readonly status?: {
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly reason?: string;
      readonly message?: string;
    }[];
  };
}

/** Why a Job has failed, in a sentence; `undefined` when it has not. */
export function failureOf({ status }: Job): string | undefined {
  const failed = status?.conditions?.find(({ type, status: is }) => type === 'Failed' && is === 'True');
  if (!failed) return undefined;
  if (failed.reason === 'DeadlineExceeded') return 'Kubernetes ended it at its deadline.';
  return `Its Job has failed in Kubernetes: ${failed.message || failed.reason || 'it does not say why'}`;
}
