import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import oniguruma from 'vscode-oniguruma';
import textmate from 'vscode-textmate';

const grammarFile = new URL('../../syntaxes/dagwright.tmLanguage.json', import.meta.url);

/** Stand-ins for the editor's own grammars: an open quote runs on to the end of what it is given, as theirs do. */
const standIns: Readonly<Record<string, string>> = {
  'source.shell': 'shell',
  'source.python': 'python',
  'source.js': 'js',
  'source.powershell': 'powershell',
};

/** Loads the grammar of pipeline files as the editor does. */
export async function loadGrammar(): Promise<textmate.IGrammar> {
  const wasm = readFileSync(createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm'));
  await oniguruma.loadWASM(wasm);
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: patterns => new oniguruma.OnigScanner(patterns),
      createOnigString: text => new oniguruma.OnigString(text),
    }),
    loadGrammar: async scope => {
      if (scope === 'source.yaml.dagwright')
        return textmate.parseRawGrammar(readFileSync(grammarFile, 'utf8'), 'x.json');
      const id = standIns[scope];
      return id ? textmate.parseRawGrammar(standIn(scope, id), 'x.json') : null;
    },
  });
  const grammar = await registry.loadGrammar('source.yaml.dagwright');
  if (!grammar) throw new Error('The grammar could not be loaded.');
  return grammar;
}

/** Each line's words, each behind the names of what it is shown as; marks between words are left out. */
export function highlight(grammar: textmate.IGrammar, text: string): string {
  let stack = textmate.INITIAL;
  const lines: string[] = [];
  for (const line of text.split('\n')) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, stack);
    stack = ruleStack;
    const words = tokens.map(({ startIndex, endIndex, scopes }) => {
      const names = scopes
        .map(scope => shown[scope.split('.').slice(0, 3).join('.')] ?? '')
        .filter(name => name !== '');
      const word = line.slice(startIndex, endIndex).trim();
      return word === '' || names.length === 0 ? '' : `${names.join('/')}(${word})`;
    });
    const found = words.filter(word => word !== '').join(' ');
    if (found !== '') lines.push(found);
  }
  return lines.join('\n');
}

/** By the first three words of a scope. */
const shown: Readonly<Record<string, string>> = {
  'entity.name.tag': 'key',
  'entity.name.function': 'task',
  'string.unquoted.plain': 'text',
  'string.unquoted.block': 'text',
  'string.quoted.double': 'quoted',
  'string.quoted.single': 'quoted',
  'string.shell': 'quoted',
  'string.python': 'quoted',
  'meta.embedded.expression': 'expression',
  'meta.template.expression': 'expression',
  'variable.language.context': 'context',
  'variable.other.property': 'property',
  'comment.line.number-sign': 'comment',
  'comment.line.shebang': 'comment',
  'comment.line.shell': 'comment',
  'constant.numeric.yaml': 'number',
  'constant.numeric.dagwright': 'number',
  'constant.numeric.duration': 'duration',
  'constant.language.yaml': 'constant',
  'keyword.operator.dagwright': 'operator',
  'keyword.shell': 'shell word',
  'keyword.python': 'python word',
  'keyword.js': 'js word',
  'keyword.powershell': 'powershell word',
};

function standIn(scopeName: string, id: string): string {
  return JSON.stringify({
    scopeName,
    patterns: [
      // As in the editor's Python, where a piece of text takes in the dollar before a brace.
      { begin: 'f"', end: '"', name: `string.${id}`, patterns: [{ match: '[^"{}]+' }] },
      { begin: '"', end: '"', name: `string.${id}` },
      { match: '#.*$', name: `comment.line.${id}` },
      { match: '\\b(?:echo|print|if|import)\\b', name: `keyword.${id}` },
    ],
  });
}
