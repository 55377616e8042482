import type { Analysis } from '../../pipeline/analyse.ts';
import type { TextRange } from '../../pipeline/text-range.ts';
import { outputMember, paramMember } from '../expression/members.ts';
import type { OpenDocument } from '../open-document.ts';
import { entriesOf, scalarText, topEntry } from '../task-facts.ts';
import { wordAt } from '../word-at.ts';
import { declaredInUsed } from '../workspace/declared-in-used.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Hover } from './hover.ts';

/** What there is to know about a pipeline that a task uses, or about a param or an output that it declares. */
export function usedHover(document: OpenDocument, offset: number, workspace: Workspace): Hover | undefined {
  const found = declaredInUsed(document, offset, workspace);
  if (!found) return undefined;
  const { analysis } = found.document;
  if (!found.name) {
    const range = wordAt(document.analysis, offset)?.range;
    return range && { range, markdown: pipelineDoc(analysis) };
  }
  const markdown = memberDoc(analysis, found.range);
  return markdown === undefined ? undefined : { range: found.name, markdown };
}

function pipelineDoc(used: Analysis): string {
  const params = entriesOf(topEntry(used, 'params')?.value).map(paramMember);
  const outputs = entriesOf(topEntry(used, 'outputs')?.value).map(({ key }) => key.text);
  const tasks = used.syntax.tasks.length;
  return [
    `**${scalarText(topEntry(used, 'name')?.value) ?? 'A pipeline'}** of ${tasks} ${tasks === 1 ? 'task' : 'tasks'}`,
    scalarText(topEntry(used, 'description')?.value),
    params.length === 0 ? undefined : ['Takes:', ...params.map(({ name, detail }) => item(name, detail))].join('\n- '),
    outputs.length === 0 ? undefined : ['Gives:', ...outputs.map(name => item(name))].join('\n- '),
  ]
    .filter(part => part !== undefined)
    .join('\n\n');
}

function item(name: string, detail?: string): string {
  return detail === undefined ? `\`${name}\`` : `\`${name}\`: ${detail}`;
}

/** `place` is that of a name that the used pipeline declares. */
function memberDoc(used: Analysis, place: TextRange): string | undefined {
  const declared = (key: string) =>
    entriesOf(topEntry(used, key)?.value).find(({ key: { range } }) => range.start === place.start);
  const [param, output] = [declared('params'), declared('outputs')];
  const member = output ? outputMember(output) : param && paramMember(param);
  if (!member) return undefined;
  const { name, detail, doc } = member;
  return [
    `**${name}** (${output ? 'output' : 'param'} of the pipeline that is used)`,
    detail,
    doc === '' ? undefined : doc,
  ]
    .filter(part => part !== undefined)
    .join('\n\n');
}
