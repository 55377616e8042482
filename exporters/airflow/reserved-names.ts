import { podClass } from './pod-class.ts';
import { helpersText } from './python-helpers.ts';
import { goOnTask, pickTask, taskClass } from './task-class.ts';

/** The names that the functions and classes of an exported file use: a task that took one would change what they do. */
export const reservedNames: ReadonlySet<string> = new Set(
  [helpersText().texts.join('\n'), taskClass, podClass, pickTask, goOnTask]
    .join('\n')
    .replace(/"""[\s\S]*?"""|#.*|"[^"\n]*"/g, '')
    .match(/[A-Za-z_]\w*/g),
);
