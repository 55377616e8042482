/**
 * Marks the text of an exported file, where it says `<mark>`, so that it is known whether somebody has edited it since:
 * what nobody has touched may be written anew.
 */
export function marked(text: string): string {
  return text.replace(place, () => hashOf(text));
}

/** Whether a text was exported and not edited since. */
export function isUntouched(text: string): boolean {
  const unix = text.replaceAll('\r\n', '\n');
  const found = mark.exec(unix.slice(0, 1000));
  return found !== null && hashOf(unix.replace(found[0], found[0].replace(/[0-9a-f]{8}/, place))) === found[1];
}

/** What stands in a text before it is marked. */
export const place = '<mark>';

const mark = /\bmark ([0-9a-f]{8})\b/;

/** FNV-1a of 32 bits: it is no safeguard against anybody who means it. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
