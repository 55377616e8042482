import { t } from '@vscode/l10n';
import * as vscode from 'vscode';

/** Lets every command of the manifest that is not one of `present` say why it does nothing here. */
export function registerAbsentCommands(
  { extension }: vscode.ExtensionContext,
  present: readonly string[],
): vscode.Disposable {
  const absent = commandsOf(extension.packageJSON).filter(command => !present.includes(command));
  return vscode.Disposable.from(
    ...absent.map(command =>
      vscode.commands.registerCommand(command, () => {
        vscode.window.showInformationMessage(
          t`A browser alone cannot run pipelines: open this folder in VS Code on a desktop, or connect to a machine.`,
        );
      }),
    ),
  );
}

function commandsOf(manifest: unknown): readonly string[] {
  const { contributes } = manifest as { contributes: { commands: readonly { command: string }[] } };
  return contributes.commands.map(({ command }) => command);
}
