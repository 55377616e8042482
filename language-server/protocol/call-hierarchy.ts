import {
  type CallHierarchyIncomingCall,
  type CallHierarchyItem,
  type CallHierarchyOutgoingCall,
  SymbolKind,
} from 'vscode-languageserver-types';
import type { TaskSyntax } from '../../pipeline/syntax.ts';
import type { OpenDocument } from '../open-document.ts';
import { rangeAt } from '../position.ts';
import { calledAt, callersOf, callsOf } from '../task-calls.ts';
import { descriptionOf, nameOf, placed } from '../task-facts.ts';

/** The task at an offset, to ask on from. */
export function prepareCalls(document: OpenDocument, offset: number): CallHierarchyItem[] | null {
  const task = calledAt(document.analysis, offset);
  return task ? [itemOf(document, task)] : null;
}

/** Downstream: the tasks that need the one asked for; nothing once it is gone from the text. */
export function incomingCalls(document: OpenDocument, { name }: CallHierarchyItem): CallHierarchyIncomingCall[] | null {
  const { analysis } = document;
  const task = analysis.syntax.tasksByName.get(name);
  if (!task) return null;
  return callersOf(analysis, task).map(({ task: from, places }) => {
    return { from: itemOf(document, from), fromRanges: places.map(place => rangeAt(document, place)) };
  });
}

/** Upstream: the tasks that the one asked for needs; nothing once it is gone from the text. */
export function outgoingCalls(document: OpenDocument, { name }: CallHierarchyItem): CallHierarchyOutgoingCall[] | null {
  const { analysis } = document;
  const task = analysis.syntax.tasksByName.get(name);
  if (!task) return null;
  return callsOf(analysis, task).map(({ task: to, places }) => {
    return { to: itemOf(document, to), fromRanges: places.map(place => rangeAt(document, place)) };
  });
}

function itemOf(document: OpenDocument, task: TaskSyntax): CallHierarchyItem {
  const detail = descriptionOf(task);
  return {
    name: nameOf(task),
    ...(detail === undefined ? {} : { detail: detail.slice(0, 80) }),
    kind: SymbolKind.Function,
    uri: document.uri,
    range: rangeAt(document, placed(task, task.block.range)),
    selectionRange: rangeAt(document, placed(task, task.block.name.range)),
  };
}
