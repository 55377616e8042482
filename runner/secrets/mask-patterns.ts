/** Shorter values are not masked: they would stand in half of all lines, and hide nothing. */
export const shortestMasked = 4;

/**
 * The byte strings by which secret values show in an output: as they are, each line of some length by itself, and in the
 * forms that programs commonly print them: base64 (wherever it begins in what is encoded, broken into lines or not, also
 * in the URL's alphabet), URL-encoded, and escaped as in JSON and XML. Each once, none shorter than `shortestMasked` bytes.
 */
export function maskPatterns(values: Iterable<string>): Buffer[] {
  const patterns = new Set<string>();
  for (const value of values) {
    for (const text of [value, ...value.split(/[\r\n]+/)].map(part => part.trim())) {
      if (Buffer.byteLength(text) < shortestMasked) continue;
      for (const form of formsOf(text)) if (Buffer.byteLength(form) >= shortestMasked) patterns.add(form);
    }
  }
  return [...patterns].map(pattern => Buffer.from(pattern));
}

/** The values that are too short to be masked. */
export function isTooShort(value: string): boolean {
  return Buffer.byteLength(value.trim()) < shortestMasked;
}

function formsOf(text: string): string[] {
  const base64 = base64Forms(Buffer.from(text));
  const urls = urlForms(text);
  return [text, ...base64, ...base64.map(inUrlAlphabet), ...urls, ...jsonForms(text), xmlForm(text)];
}

/**
 * Three bytes become four characters, so that a value looks in one of three ways, by where it begins. Characters that
 * also hold bits of what stands beside it are left out. `base64` breaks lines at 76, PEM at 64.
 */
function base64Forms(bytes: Buffer): string[] {
  const inner = [0, 1, 2].map(before => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    return encoded.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
  });
  const [whole = ''] = inner;
  return [...inner, ...[76, 64].flatMap(width => (whole.length > width ? brokenAt(whole, width) : []))];
}

function brokenAt(text: string, width: number): string[] {
  return text.match(new RegExp(`.{1,${width}}`, 'g'))?.filter(line => line.length >= 16) ?? [];
}

function inUrlAlphabet(base64: string): string {
  return base64.replaceAll('+', '-').replaceAll('/', '_');
}

/** As `encodeURIComponent` writes it, stricter, in a form's way, and with small digits. */
function urlForms(text: string): string[] {
  const usual = encodeURIComponent(Buffer.from(text).toString());
  const strict = usual.replace(/[!'()*]/g, character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  const inForm = new URLSearchParams([['', text]]).toString().slice(1);
  const forms = [usual, strict, usual.replaceAll('%2F', '/'), usual.replaceAll('%20', '+'), inForm];
  return [...forms, ...forms.map(form => form.replace(/%[0-9A-F]{2}/g, digits => digits.toLowerCase()))];
}

/** With the characters beyond ASCII as they are, and as escapes. */
function jsonForms(text: string): string[] {
  const plain = JSON.stringify(text).slice(1, -1);
  const ascii = plain.replace(
    /[^\0-\x7f]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return [plain, ascii, plain.replaceAll('/', '\\/')];
}

function xmlForm(text: string): string {
  return text.replace(/[&<>"']/g, character => xmlNames.get(character) ?? character);
}

const xmlNames: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);
