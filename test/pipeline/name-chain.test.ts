import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Lexer, TokenType } from '@actions/expressions/lexer';
import { Parser } from '@actions/expressions/parser';
import { nameChain } from '../../pipeline/expressions/name-chain.ts';

for (const text of ['item', ' params.region ', '\ttasks.train.outputs.true', '_a.b-c.D_9', 'tasks.a-1.outputs.x']) {
  test(`"${text}" is understood as the parser does, without it`, () => {
    const { tokens } = new Lexer(text).lex();
    const names = tokens.filter(({ type }) => type === TokenType.IDENTIFIER).map(({ lexeme }) => lexeme);
    const parsed = new Parser(tokens, names, []).parse();
    assert.deepEqual(JSON.parse(JSON.stringify(nameChain(text))), JSON.parse(JSON.stringify(parsed)));
  });
}

for (const text of [
  '',
  'true',
  'NaN',
  'a.',
  '.a',
  'a..b',
  'a.*',
  'a b',
  'a[0]',
  "a['b']",
  '1a',
  'a.1',
  'f()',
  'é.x',
  'a\n.b',
  '!a',
]) {
  test(`${JSON.stringify(text)} is left to the parser`, () => {
    assert.equal(nameChain(text), undefined);
  });
}
