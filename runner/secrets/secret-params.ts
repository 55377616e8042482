import { CannotStart, type RunOptions } from '../run-options.ts';
import { allSecrets } from './given.ts';
import { SecretValues } from './secret-values.ts';

/** Throws `CannotStart` when a param holds a secret: params stand in the journal, where no secret may. */
export function refuseSecretParams({ params, given }: Pick<RunOptions, 'params' | 'given'>): void {
  if (!given) return;
  const secrets = new SecretValues(allSecrets(given));
  for (const [name, value] of Object.entries(params)) {
    const secret = typeof value === 'string' ? secrets.nameIn(value) : undefined;
    if (secret === undefined) continue;
    throw new CannotStart(
      `The param ${name} holds the secret ${secret}, and params are kept where they can be read. Read it from $${secret} instead.`,
    );
  }
}
