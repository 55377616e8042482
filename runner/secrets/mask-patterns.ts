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
    const texts = [value, ...value.split(/[\r\n]+/)].map(part => part.trim());
    for (const text of texts) {
      if (Buffer.byteLength(text) < shortestMasked) continue;
      for (const form of formsOf(text, texts.length <= fewLines))
        if (Buffer.byteLength(form) >= shortestMasked) patterns.add(form);
    }
  }
  return [...patterns].map(pattern => Buffer.from(pattern));
}

/** In a key of many lines a few bits of each tell nothing, and would take time with each output. */
const fewLines = 4;

/** The values that are too short to be masked. */
export function isTooShort(value: string): boolean {
  return Buffer.byteLength(value.trim()) < shortestMasked;
}

function formsOf(text: string, withEdges: boolean): string[] {
  const base64 = base64Forms(Buffer.from(text), withEdges);
  const urls = urlForms(text);
  const inUrls = base64.flatMap(form => urlForms(form));
  return [text, ...base64, ...base64.map(inUrlAlphabet), ...inUrls, ...urls, ...jsonForms(text), xmlForm(text)];
}

/**
 * Three bytes become four characters, so that a value looks in one of three ways, by where it begins. A character at its
 * edge also holds bits of what stands beside it: it is masked whatever those are. `base64` breaks lines at 76, PEM at 64.
 */
function base64Forms(bytes: Buffer, withEdges: boolean): string[] {
  const forms = [0, 1, 2].map(before => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes, Buffer.alloc(1)]).toString('base64');
    const [from, to] = [before * 8, (before + bytes.length) * 8];
    const inner = encoded.slice(Math.ceil(from / 6), Math.floor(to / 6));
    if (!withEdges) return [inner];
    const first = charactersAt(encoded, from, 'after');
    const last = charactersAt(encoded, to, 'before');
    return [inner, ...first.map(edge => edge + inner), ...last.map(edge => inner + edge)];
  });
  const whole = forms[0]?.[0] ?? '';
  return [...forms.flat(), ...[76, 64].flatMap(width => (whole.length > width ? brokenAt(whole, width) : []))];
}

/** Which characters the one in which `bit` lies may be when only its bits before that, or only those after it, are known. */
function charactersAt(encoded: string, bit: number, known: 'before' | 'after'): string[] {
  const inside = bit % 6;
  if (inside === 0) return [];
  const code = alphabet.indexOf(encoded[Math.floor(bit / 6)] ?? '');
  const after = 2 ** (6 - inside);
  return [...alphabet].filter((_, other) =>
    known === 'before' ? Math.floor(other / after) === Math.floor(code / after) : other % after === code % after,
  );
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

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
