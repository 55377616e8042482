import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maskPatterns } from '../../../runner/secrets/mask-patterns.ts';
import { OutputMask } from '../../../runner/secrets/output-mask.ts';
import { PatternSearch } from '../../../runner/secrets/pattern-search.ts';

const secret = 'hunter2 & Co/üñ"$(.*)+?';

/** What a mask shows of `chunks`, one text for each and one for the end. */
function shown(values: readonly string[], chunks: readonly (string | Uint8Array)[]): string[] {
  const mask = new OutputMask(new PatternSearch(maskPatterns(values)));
  const texts = chunks.map(chunk => Buffer.concat(mask.push(Buffer.from(chunk))).toString('latin1'));
  return [...texts, Buffer.concat(mask.end()).toString('latin1')];
}

function masked(values: readonly string[], text: string): string {
  return shown(values, [text]).join('');
}

test('a secret is masked in every form in which programs print it', () => {
  const forms = [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    encodeURIComponent(secret).replace(/%../g, digits => digits.toLowerCase()),
    new URLSearchParams({ q: secret }).toString().slice(2),
  ];
  for (const form of forms) assert.equal(masked([secret], `<${form}>`), '<***>', form);
});

test('base64 is masked wherever the secret begins in what is encoded', () => {
  for (const before of ['', 'x', 'xy', 'xyz', 'user:']) {
    for (const alphabet of ['base64', 'base64url'] as const) {
      const out = masked([secret], Buffer.from(`${before}${secret}!`).toString(alphabet));
      assert.match(out, /^[\w+/-]{0,8}\*\*\*[\w+/=-]{0,4}$/);
    }
  }
});

test('base64 in a URL is masked where its own signs are encoded', () => {
  const value = '\u00fb\u00ef\u00be???>>>';
  for (const before of ['', 'x', 'xy']) {
    const encoded = encodeURIComponent(Buffer.from(before + value).toString('base64'));
    assert.match(encoded, /%2[BF]/);
    assert.match(masked([value], encoded), /^\w{0,3}\*{3}(?:%3D){0,2}$/);
    assert.match(
      masked(
        [value],
        encoded.replace(/%../g, digits => digits.toLowerCase()),
      ),
      /^\w{0,3}\*{3}(?:%3d){0,2}$/,
    );
  }
});

test('of base64 no character is left that holds a bit of the secret, also at its edges', () => {
  for (const length of [6, 7, 8]) {
    const value = 'hunter2!'.slice(0, length);
    for (const before of ['', 'x', 'xy', '\u00ff', '\u00ff\u00ff', 'user:']) {
      for (const behind of ['', '\0', 'z', '\u00ff']) {
        const bytes = [before, value, behind].map(part => Buffer.from(part, 'latin1'));
        const out = masked([value], Buffer.concat(bytes).toString('base64'));
        const from = Math.floor((8 * before.length) / 6);
        const rest = Buffer.concat(bytes)
          .toString('base64')
          .slice(Math.ceil((8 * (before.length + length)) / 6));
        assert.equal(out, `${Buffer.concat(bytes).toString('base64').slice(0, from)}***${rest}`);
      }
    }
  }
});

test('base64 that is broken into lines is masked', () => {
  const long = 'abcdefghijklmnopqrstuvwxyz'.repeat(5);
  const lines =
    Buffer.from(long)
      .toString('base64')
      .match(/.{1,76}/g) ?? [];
  assert.equal(masked([long], lines.join('\n')).replace(/[\w=]{0,15}$/, ''), '***\n***\n***');
});

test('of a secret with several lines each is masked, whatever ends them', () => {
  const key = '-----BEGIN KEY-----\nMIIEpAIBAAKCAQEA\nab\nq83vEjRWeJC\n-----END KEY-----\n';
  assert.equal(masked([key], `it is ${key}`), 'it is ***\n');
  assert.equal(masked([key], 'MIIEpAIBAAKCAQEA\r\nab\r\nq83vEjRWeJC'), '***\r\nab\r\n***');
});

test('a secret that comes byte by byte is masked, and the rest is there as soon as it can be none', () => {
  const expected = ['', 'hi', ' ', '', '', '', '', '', '', '***', '!', ''];
  assert.deepEqual(shown(['hunter2'], [...'hi hunter2!']), expected);
  assert.deepEqual(shown(['hunter2'], ['a line\n', 'hunt', 'ed\n', 'hunt']), ['a line\n', '', 'hunted\n', '', 'hunt']);
});

test('secrets that overlap, contain each other or repeat leave nothing of themselves', () => {
  assert.equal(masked(['abcdef', 'defghi'], '<abcdefghi>'), '<***>');
  assert.equal(masked(['abcd', 'xabcdy'], 'xabcdz xabcdy'), 'x***z ***');
  assert.equal(masked(['aaaa'], `b${'a'.repeat(100)}b`), 'b***b');
  assert.deepEqual(shown(['abcdef', 'defghi'], ['<abcdef', 'ghi>']), ['<***', '>', '']);
});

test('short values and words of the language of patterns are no more than text', () => {
  assert.equal(masked(['abc', '', '  '], 'abc'), 'abc');
  assert.equal(masked(['.*.*'], 'anything .*.*'), 'anything ***');
  assert.equal(masked(['$&$1'], 'a $&$1 b'), 'a *** b');
});

test('bytes that are no text come through as they are', () => {
  const bytes = Uint8Array.from({ length: 65536 }, (_, at) => (at * 7919) >> 3);
  const mask = new OutputMask(new PatternSearch(maskPatterns([secret])));
  assert.deepEqual(Buffer.concat([...mask.push(bytes), ...mask.end()]), Buffer.from(bytes));
});

test('however a text is cut, the same is shown, and no secret', () => {
  let seed = 1;
  const random = (below: number) => {
    seed = (seed * 48271) % 2147483647;
    return seed % below;
  };
  for (let round = 0; round < 2000; round++) {
    const word = (length: number) => Array.from({ length }, () => 'ab-='[random(3)]).join('');
    const values = Array.from({ length: 1 + random(3) }, () => word(4 + random(4)));
    const text = word(60);
    const chunks: string[] = [];
    for (let at = 0; at < text.length; ) {
      const size = 1 + random(9);
      chunks.push(text.slice(at, at + size));
      at += size;
    }
    const whole = masked(values, text);
    assert.equal(shown(values, chunks).join(''), whole);
    assert.equal(whole, masksOneByOne(maskPatterns(values).map(String), text));
  }
});

/** The same by the plainest means. */
function masksOneByOne(patterns: readonly string[], text: string): string {
  const covered = new Set<number>();
  const joins = new Set<number>();
  for (const pattern of patterns) {
    for (let at = text.indexOf(pattern); at >= 0; at = text.indexOf(pattern, at + 1)) {
      for (let index = at; index < at + pattern.length; index++) covered.add(index);
      for (let index = at + 1; index < at + pattern.length; index++) joins.add(index);
    }
  }
  let out = '';
  for (let at = 0; at < text.length; at++) {
    if (!covered.has(at)) out += text[at];
    else if (!joins.has(at)) out += '***';
  }
  return out;
}
