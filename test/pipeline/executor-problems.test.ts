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

test('What an executor says that could not be carried out is told of before a run', () =>
  expectProblems(
    `
    executors:
      boxes: { type: ssh, hosts: [a, { host: a }], directory: scratch, options: [-p, "22", -n] }
      cluster: { type: slurm, options: [--exclusive, --array=1-9, --comment=mine] }
      pods: { type: kubernetes, namespace: My_Own, volume: /data }
      good: { type: kubernetes, namespace: ml-2, volume: work.space/some/folder }
      docker: { options: [--shm-size=8g, --name=x, -it] }
    tasks:
      a: { run: x }
    `,
    `
      boxes: { type: ssh, hosts: [a, { host: a }], directory: scratch, options: [-p, "22", -n] }
                                             ^ error invalid-value: "a" is there already: say how many tasks it takes by { host: a, slots: 2 }.
      boxes: { type: ssh, hosts: [a, { host: a }], directory: scratch, options: [-p, "22", -n] }
                                                              ^^^^^^^ error invalid-value: "scratch" cannot be the "directory": write its whole path, from "/" on.
      boxes: { type: ssh, hosts: [a, { host: a }], directory: scratch, options: [-p, "22", -n] }
                                                                                           ^^ error invalid-value: "-n" cannot be an option: the script of a task goes to the host by the input of ssh.
      cluster: { type: slurm, options: [--exclusive, --array=1-9, --comment=mine] }
                                                     ^^^^^^^^^^^ error invalid-value: "--array" cannot be an option: a task is one job. Write "matrix" or "foreach" instead.
      cluster: { type: slurm, options: [--exclusive, --array=1-9, --comment=mine] }
                                                                  ^^^^^^^^^^^^^^ error invalid-value: "--comment" cannot be an option: a job is found again by the comment that Dagwright gives it.
      pods: { type: kubernetes, namespace: My_Own, volume: /data }
                                           ^^^^^^ error invalid-value: "My_Own" cannot be the "namespace": use small letters, digits and "-".
      pods: { type: kubernetes, namespace: My_Own, volume: /data }
                                                           ^^^^^ error invalid-value: "/data" cannot be the "volume": write the name of a claim, or claim/folder.
      docker: { options: [--shm-size=8g, --name=x, -it] }
                                         ^^^^^^^^ error invalid-value: "--name" cannot be an option: a container is found again by the name that Dagwright gives it.
      docker: { options: [--shm-size=8g, --name=x, -it] }
                                                   ^^^ error invalid-value: "-it" cannot be an option: a task has no terminal.
    `,
  ));

test('What a task says that its executor cannot do is told of before a run', () =>
  expectProblems(
    `
    params: { v: { type: string } }
    defaults: { executor: kubernetes, container: { image: i, options: [--rm] } }
    tasks:
      a: { run: x, container: { image: i, user: ada, volumes: [data, "/mnt:/mnt", "\${{ params.v }}:/v"] } }
      b: { run: x, container: i, outputs: { f: { path: o.txt } } }
      c: { run: x }
      d: { run: x, executor: podman, container: { image: i, user: ada, volumes: [data, /only, "v:/v:ro"], options: [-d] } }
      e: { run: x, executor: local, container: { image: i, volumes: ["a:b"] } }
    `,
    `
      a: { run: x, container: { image: i, user: ada, volumes: [data, "/mnt:/mnt", "\${{ params.v }}:/v"] } }
                                                ^^^ error invalid-value: The user "ada" is a name: Kubernetes takes numbers, such as "1000:1000".
      a: { run: x, container: { image: i, user: ada, volumes: [data, "/mnt:/mnt", "\${{ params.v }}:/v"] } }
                                                               ^^^^ error invalid-value: "data" is no volume of a container: write claim:/folder or /folder-of-the-node:/folder.
      b: { run: x, container: i, outputs: { f: { path: o.txt } } }
                                            ^ error invalid-value: "f" is a file, and its executor has no "volume" to keep it: give it one.
      c: { run: x }
      ^ error invalid-value: The "options" of a container are those of docker and podman: Kubernetes has no use for them, take them out.
      d: { run: x, executor: podman, container: { image: i, user: ada, volumes: [data, /only, "v:/v:ro"], options: [-d] } }
                                                                                 ^^^^ error invalid-value: "data" is no volume of a container: write source:/folder, or source:/folder:ro.
      d: { run: x, executor: podman, container: { image: i, user: ada, volumes: [data, /only, "v:/v:ro"], options: [-d] } }
                                                                                                                    ^^ error invalid-value: "-d" cannot be an option: Dagwright stays with the container to its end.
      e: { run: x, executor: local, container: { image: i, volumes: ["a:b"] } }
                                                                     ^^^^^ error invalid-value: "a:b" is no volume of a container: write source:/folder, or source:/folder:ro.
    `,
  ));

test('A container is looked at also where nothing names an executor, and processors where there are only so many', () =>
  expectProblems(
    `
    executors: { pilot: { type: slurm, mode: pilot, cpus: 4 } }
    tasks:
      a: { run: x, container: { image: i, volumes: [data, 'C:\\data:/data'] } }
      b: { run: x, container: i }
      c: { run: x, executor: pilot, resources: { cpus: 4.5 } }
      d: { run: x, executor: pilot, resources: { cpus: 4 } }
    `,
    `
      a: { run: x, container: { image: i, volumes: [data, 'C:\\data:/data'] } }
                                                    ^^^^ error invalid-value: "data" is no volume of a container: write source:/folder, or source:/folder:ro.
      c: { run: x, executor: pilot, resources: { cpus: 4.5 } }
                                                       ^^^ error invalid-value: It needs 4.5 processors, and the allocation of its executor has 4: raise its "cpus".
    `,
  ));
