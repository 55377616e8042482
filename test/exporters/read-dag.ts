import type { TriggerRule } from '../../pipeline/pipeline.ts';

/** A task of a DAG file, as its text says it. */
export interface DagNode {
  readonly id: string;
  readonly kind: 'task' | 'mapped' | 'join' | 'by_state' | 'items';
  readonly rule: TriggerRule;
  /** By id. */
  readonly upstream: readonly string[];
  readonly arguments: Readonly<Record<string, string>>;
}

/** Reads the graph of an exported DAG file back from its text. */
export function readDag(text: string): ReadonlyMap<string, DagNode> {
  const body = text.slice(text.indexOf('\nwith DAG(')).split('\n');
  const byVariable = new Map<string, { node: Omit<DagNode, 'upstream'>; upstream: string[] }>();
  const groups: { indent: number; id: string }[] = [];
  for (const [number, line] of body.entries()) {
    const indent = /^ */.exec(line)?.[0].length ?? 0;
    while (line.trim() !== '' && (groups.at(-1)?.indent ?? -1) >= indent) groups.pop();
    const group = /with TaskGroup\(group_id="(.*?)"\)/.exec(line)?.[1];
    const full = (id: string) => [...groups.map(found => found.id), id].join('.');
    if (group !== undefined) groups.push({ indent, id: group });
    const start = /^ *(\w+) = (PipelineTask|PipelinePod|EmptyOperator|pick|go_on)(\.partial|\.override)?\((.*)$/.exec(
      line,
    );
    if (start?.[1]) byVariable.set(start[1], { node: nodeOf(start, body.slice(number), full), upstream: [] });
    const edge = /^ *(\[.*\]|\w+) >> (\w+)$/.exec(line);
    if (edge?.[1] && edge[2]) byVariable.get(edge[2])?.upstream.push(...edge[1].replace(/[[\]]/g, '').split(', '));
  }
  const id = (variable: string) => byVariable.get(variable)?.node.id ?? variable;
  return new Map(
    [...byVariable.values()].map(({ node, upstream }) => [node.id, { ...node, upstream: upstream.map(id) }]),
  );
}

function nodeOf(
  start: RegExpExecArray,
  lines: readonly string[],
  full: (id: string) => string,
): Omit<DagNode, 'upstream'> {
  const [, , what, how = '', rest = ''] = start;
  if ((what !== 'PipelineTask' && what !== 'PipelinePod') || rest !== '') {
    const id = full(/task_id="(.*?)"/.exec(rest)?.[1] ?? '');
    const rule = (/trigger_rule="(.*?)"/.exec(rest)?.[1] ?? 'all_success') as TriggerRule;
    const kind = what === 'EmptyOperator' ? 'join' : what === 'go_on' ? 'by_state' : what === 'pick' ? 'items' : 'task';
    return { id, kind, rule, arguments: {} };
  }
  const end = lines.findIndex(line => /^ *\)(\.expand\(.*\))?$/.test(line));
  const words = lines.slice(1, end).flatMap(line => {
    const found = /^ {4,}(\w+)=(.*?),?$/.exec(line);
    return found ? [[found[1] ?? '', found[2] ?? ''] as const] : [];
  });
  const args = Object.fromEntries(words);
  const rule = JSON.parse(args.trigger_rule ?? '"all_success"') as TriggerRule;
  return {
    id: full(JSON.parse(args.task_id ?? '""')),
    kind: how === '.partial' ? 'mapped' : 'task',
    rule,
    arguments: args,
  };
}
