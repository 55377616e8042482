import { installDebianPackages, isOnPath } from './debian-packages.mjs';

/** Installs the editor that the language server is tried with, where that can be done. Without it, its test says that it is not there. */
export async function getEditors() {
  if (!isOnPath('nvim')) await installDebianPackages('an editor', ['neovim']);
}
