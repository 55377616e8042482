import { test } from 'node:test';
import { expectProblems } from './render.ts';

test('An executor that the file does not have is told of, in a task and in defaults', () =>
  expectProblems(
    `
    executors: { cluster: { type: slurm } }
    defaults: { executor: clster }
    tasks:
      a: { run: x, executor: podmn, container: i }
      b: { run: x, executor: cluster }
      c: { run: x, executor: elsewhere }
    `,
    `
    defaults: { executor: clster }
                          ^^^^^^ error unknown-executor: There is no executor "clster". Did you mean "cluster"?
      a: { run: x, executor: podmn, container: i }
                             ^^^^^ error unknown-executor: There is no executor "podmn". Did you mean "podman"?
      c: { run: x, executor: elsewhere }
                             ^^^^^^^^^ error unknown-executor: There is no executor "elsewhere". Add it to "executors".
    `,
  ));

test('An executor has the settings of its type, and what that needs', () =>
  expectProblems(
    `
    executors:
      cluster: { type: slurm, hosts: [a], time: 1h }
      boxes: { type: ssh }
      odd: { partition: x }
      slurm: { type: ssh, hosts: [b] }
      gate: { type: ssh, hosts: [-oProxyCommand=x] }
    tasks:
      a: { run: x }
    `,
    `
      cluster: { type: slurm, hosts: [a], time: 1h }
                              ^^^^^ error invalid-value: "hosts" is a setting of ssh, not of slurm: take it out.
      cluster: { type: slurm, hosts: [a], time: 1h }
                                          ^^^^ error invalid-value: "time" is what the allocation of "mode: pilot" has: here each task says it in "timeout".
      boxes: { type: ssh }
      ^^^^^ error invalid-value: The executor "boxes" needs "hosts": [name-of-a-host].
      odd: { partition: x }
      ^^^ error invalid-value: The executor "odd" needs a "type": one of local, docker, podman, ssh, slurm, kubernetes.
      slurm: { type: ssh, hosts: [b] }
                     ^^^ error invalid-value: "slurm" is the name of a type: an executor of the type ssh needs another name.
      gate: { type: ssh, hosts: [-oProxyCommand=x] }
                                 ^^^^^^^^^^^^^^^^ error invalid-value: "-oProxyCommand=x" is no host: write it as \`ssh\` takes it.
    `,
  ));

test('A container is there exactly where the executor starts one', () =>
  expectProblems(
    `
    executors: { cluster: { type: slurm } }
    defaults: { executor: docker }
    tasks:
      a: { run: x }
      b: { run: x, container: python:3 }
      c: { run: x, executor: cluster, container: python:3 }
      d: { run: x, executor: local }
    `,
    `
      a: { run: x }
      ^ error invalid-value: "a" needs a "container" with the image that it runs in: its executor is docker.
      c: { run: x, executor: cluster, container: python:3 }
                                      ^^^^^^^^^ error invalid-value: "c" has a "container", which the executor slurm does not start: call its program in "run", such as \`apptainer exec\`.
    `,
  ));
