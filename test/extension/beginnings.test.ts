import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { pipelineTemplates } from '../../extension/pipelines/pipeline-templates.ts';
import { analyse } from '../../pipeline/analyse.ts';

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));

interface Snippet {
  readonly prefix: string;
  readonly body: readonly string[];
}

test('every template is a pipeline without a problem, by its own name', () => {
  for (const { id, content, file } of pipelineTemplates) {
    const { problems, pipeline } = analyse(content);
    assert.deepEqual(
      problems.map(({ message }) => message),
      [],
      id,
    );
    assert.ok(pipeline && (pipeline.name === undefined || pipeline.name === file), id);
  }
});

test('every snippet gives a text without an error where it belongs', () => {
  const snippets: Record<string, Snippet> = JSON.parse(readFileSync('syntaxes/snippets.json', 'utf8'));
  const prefixes = Object.values(snippets).map(({ prefix }) => prefix);
  assert.equal(new Set(prefixes).size, prefixes.length);
  for (const { prefix, body } of Object.values(snippets)) {
    const indented = (by: string) => body.map(line => by + line).join('\n');
    const around = {
      pipeline: indented(''),
      param: `params:\n${indented('  ')}\ntasks: { a: { run: x } }\n`,
    }[prefix];
    const text = expanded(around ?? `tasks:\n${indented('  ')}\n${upstream}`);
    const errors = analyse(text).problems.filter(({ severity }) => severity === 'error');
    assert.deepEqual(
      errors.map(({ message }) => message),
      [],
      text,
    );
  }
});

test('the walkthrough names commands and pictures that are there', () => {
  const commands = manifest.contributes.commands.map(({ command }: { command: string }) => command);
  for (const { description, media } of manifest.contributes.walkthroughs[0].steps) {
    for (const [, command] of translated(description).matchAll(/\(command:([\w.]+)\)/g))
      assert.ok(commands.includes(command), command);
    assert.ok(existsSync(media.image ?? media.markdown), JSON.stringify(media));
  }
});

/** What the snippets call the tasks that they need. */
const upstream = `  prepare: { run: x }
  list: { run: x, outputs: { files: json } }
${['train', 'work'].map(name => `  ${name}: { run: x, outputs: { accuracy: number } }`).join('\n')}
`;

/** With the proposals of the placeholders; of tasks around it, only those that it does not bring itself. */
function expanded(body: string): string {
  const text = body
    .replace(/\$\{\d+\|([^,|]*)[^}]*\|\}/g, '$1')
    .replace(/(?<!\\)\$\{\d+:((?:[^{}]|\{[^{}]*\})*)\}/g, '$1')
    .replace(/(?<!\\)\$\d+/g, '')
    .replaceAll('\\$', '$');
  return text
    .split('\n')
    .filter(line => {
      const name = /^ {2}(\w+): \{ run: x/.exec(line)?.[1];
      return name === undefined || !new RegExp(`^ {2}${name}:$`, 'm').test(text);
    })
    .join('\n');
}

/** A text of the manifest, in English. */
function translated(text: string): string {
  const key = /^%(.*)%$/.exec(text)?.[1];
  return key === undefined ? text : JSON.parse(readFileSync('package.nls.json', 'utf8'))[key];
}
