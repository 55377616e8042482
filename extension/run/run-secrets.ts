import { dirname } from 'node:path';
import { t } from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Pipeline } from '../../pipeline/pipeline.ts';
import { findRoot } from '../../runner/run-directory/root.ts';

/** Values of secrets by their names. */
export type SecretTexts = Readonly<Record<string, string>>;

/**
 * The values that the editor keeps for the secrets of a pipeline. One that it does not have, and that can come from
 * nowhere else, is asked for and kept; `undefined` when the user turns away.
 */
export async function secretsOf(
  storage: vscode.SecretStorage,
  file: string,
  { secrets, envFiles }: Pick<Pipeline, 'secrets' | 'envFiles'>,
): Promise<SecretTexts | undefined> {
  const values: Record<string, string> = {};
  for (const name of secrets) {
    const kept = await storage.get(keyOf(file, name));
    if (kept !== undefined) values[name] = kept;
    else if (process.env[name] === undefined && envFiles.length === 0) {
      const given = await askSecret(storage, file, name);
      if (given === undefined) return undefined;
      values[name] = given;
    }
  }
  return values;
}

/** Asks for the value of a secret and keeps it in the editor's secret store; `undefined` when the user turns away. */
export async function askSecret(
  storage: vscode.SecretStorage,
  file: string,
  name: string,
): Promise<string | undefined> {
  const value = await vscode.window.showInputBox({
    title: t`Secret ${name}`,
    prompt: t`It is kept in the secret store of the editor and given to tasks as an environment variable only.`,
    password: true,
    ignoreFocusOut: true,
    validateInput: text => (text === '' ? t`A secret cannot be empty.` : undefined),
  });
  if (value !== undefined) await storage.store(keyOf(file, name), value);
  return value;
}

/** Forgets what is kept of a secret. */
export async function forgetSecret(storage: vscode.SecretStorage, file: string, name: string): Promise<void> {
  await storage.delete(keyOf(file, name));
}

/** One name may mean different things in different projects. */
function keyOf(file: string, name: string): string {
  return `secret ${findRoot(dirname(file))} ${name}`;
}
