import type { Answer } from '../../processes/start-process.ts';

/** Why a host cannot be reached, in a sentence with what to do. */
export function sshError(host: string, { status, err }: Answer): string {
  if (status === undefined && /ENOENT/.test(err)) return '`ssh` is not on PATH: install OpenSSH.';
  const lines = err.split('\n').filter(line => line.trim() !== '' && !/^Warning: Permanently added/.test(line));
  const known = advices.find(([sign]) => sign.test(err));
  if (known) return `${host}: ${known[1].replace('HOST', host)}`;
  return `${host} cannot be reached: ${lines.at(-1)?.trim() ?? 'ssh did not say why'}`;
}

/** Whether trying again would bring nothing. */
export function isFinal({ status, err }: Answer): boolean {
  return status === undefined || advices.some(([sign]) => sign.test(err));
}

const advices: readonly (readonly [RegExp, string])[] = [
  [
    /REMOTE HOST IDENTIFICATION HAS CHANGED/,
    'its host key has changed. Ask who runs it; when that is in order, `ssh-keygen -R HOST` forgets the old key.',
  ],
  [/Host key verification failed/, 'its host key is not known yet: connect once by hand, `ssh HOST`.'],
  [/Permission denied \(/, 'it does not let you in without a password: put your key there, `ssh-copy-id HOST`.'],
  [/Could not resolve hostname/, 'there is no host of this name: see "hosts", or ~/.ssh/config.'],
];
