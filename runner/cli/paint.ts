import { styleText } from 'node:util';

/** A colour or weight, or several at once. */
export type Style = Parameters<typeof styleText>[0];

/** Gives a text colours, or leaves it as it is where they are not wanted. */
export type Paint = (style: Style, text: string) => string;

/** Paints for a terminal, unless `NO_COLOR` is set; `FORCE_COLOR` wins over both. */
export function paintFor(stream: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv): Paint {
  return wantsColour(stream.isTTY === true, env)
    ? (style, text) => styleText(style, text, { validateStream: false })
    : (_, text) => text;
}

function wantsColour(isTerminal: boolean, env: NodeJS.ProcessEnv): boolean {
  const { FORCE_COLOR: force, NO_COLOR: no, TERM: term } = env;
  if (force !== undefined) return force !== '0' && force !== 'false';
  return isTerminal && !no && term !== 'dumb';
}
