/** The commands of a recipe as a script that ends as the recipe does: make gives each line a shell of its own, which goes on after a command that fails. */
export function recipeScript(recipe: readonly string[], isOneShell: boolean): readonly string[] {
  const commands = commandsOf(recipe).map(line => ({
    text: line.replace(/^[@+\-\s]+/, ''),
    mayFail: /^[@+\s]*-/.test(line),
  }));
  const kept = commands.filter(({ text }) => text !== '');
  if (isOneShell) return kept.flatMap(({ text }) => text.split('\n'));
  return kept.flatMap(({ text, mayFail }) => inOwnShell(text, mayFail, kept.length > 1).split('\n'));
}

/** The lines of a recipe; what ends with a backslash goes on in the next one. */
export function commandsOf(recipe: readonly string[]): readonly string[] {
  const commands: string[] = [];
  let isOpen = false;
  for (const line of recipe) {
    if (isOpen) commands.push(`${commands.pop() ?? ''}\n${line}`);
    else commands.push(line);
    isOpen = /(?:^|[^\\])(?:\\\\)*\\$/.test(line);
  }
  return commands;
}

function inOwnShell(text: string, mayFail: boolean, isOneOfMany: boolean): string {
  const isPlain = isOneOfMany ? !changesMore.test(text) && !/[;&|]/.test(text) : !/;/.test(text);
  if (isPlain) return mayFail ? `${text} || true` : text;
  // A comment would take the bracket with it.
  const end = text.includes('#') ? '\n)' : ')';
  return `(${text}${end} || ${mayFail ? 'true' : 'exit'}`;
}

/** What a shell keeps for the commands behind. */
const changesMore = /^\s*(?:(?:cd|export|set|unset|exit|exec|umask|trap|source|shopt|\.)(?:\s|$)|[A-Za-z_]\w*=)/;
