import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importMakefile } from '../../importers/import-makefile.ts';
import { pipelineText } from '../../importers/pipeline-text.ts';
import { analyse } from '../../pipeline/analyse.ts';
import type { Task } from '../../pipeline/pipeline.ts';

/** The tasks of a Makefile, of which make prints `database`. */
function tasksOf(database: string, text = '', searched?: string) {
  const found = importMakefile({ database, text, ...(searched === undefined ? {} : { searched }) });
  assert.ok(found, 'it has no rules');
  const made = pipelineText(found);
  const { pipeline, problems } = analyse(made);
  assert.ok(pipeline, `${problems.map(({ message }) => message).join('\n')}\n${made}`);
  const tasks: Readonly<Record<string, Task>> = Object.fromEntries(pipeline.tasks.map(task => [task.name, task]));
  const script = (name: string) => {
    const action = tasks[name]?.action;
    return action?.kind === 'script' ? action.script : undefined;
  };
  return { pipeline, tasks, script, losses: found.losses };
}

function database(variables: string, files: string): string {
  return `# Make data base\n\n# Variables\n\n${variables}\n# Implicit Rules\n\n%.o: %.c\n\tcc $<\n\n# Files\n\n${files}\n# files hash-table stats:\n`;
}

test('the rules of a Makefile become tasks, with the variables that make knows', () => {
  const { tasks, script, losses } = tasksOf(
    database(
      '# makefile\nCC = gcc\nFLAGS := -O2 $(EXTRA)\nEXTRA = -g\n# environment\nHOME = /home/me\n',
      `all: app
.PHONY: all clean

# Not a target:
main.c:

# Not a target:
.c.o:
#  recipe to execute (built-in):
\t$(COMPILE) $<

app: main.o util.o
#  recipe to execute (from 'Makefile', line 5):
\t@$(CC) $(FLAGS) -o $@ $^

main.o: main.c | build
#  recipe to execute (from 'Makefile', line 8):
\t\${CC} -c $< # $$HOME $(HOME)

util.o: util.c
#  recipe to execute (from 'Makefile', line 11):
\t$(CC) -c $(wildcard util.*)

build:
#  recipe to execute (from 'Makefile', line 13):
\tmkdir -p $@

clean:
#  recipe to execute (from 'Makefile', line 15):
\t-rm -f app
`,
    ),
    'CC = gcc\n\n\n\n\n\n\n\n\n\n\t$(CC) -c $(wildcard util.*)\n',
  );
  assert.deepEqual(tasks.app?.needs, ['main.o', 'util.o']);
  assert.equal(script('app'), 'gcc -O2 -g -o app main.o util.o');
  assert.deepEqual([tasks['main.o']?.inputs, tasks['main.o']?.needs], [['main.c'], ['build']]);
  assert.equal(script('main.o')?.trim(), 'gcc -c main.c # $HOME ${HOME}', 'what the machine says stays a variable');
  assert.deepEqual([tasks.clean?.outputs, script('clean')], [{}, 'rm -f app || true']);
  assert.deepEqual(tasks.app?.outputs, { file: { path: 'app' } });
  assert.deepEqual(losses, [
    { message: '`$(wildcard util.*)` is a function of make: write what it gives.', range: { start: 18, end: 46 } },
  ]);
});

test('each line of a recipe has a shell of its own, and goes on after a command that fails', () => {
  const { script } = tasksOf(
    database(
      '',
      `plain:
\techo one && echo two
several:
\tcd src && make
\tcp src/a .
\tgcc \\
\t-o x \\
\t-O2
\t-false; echo goes on # really
\tif true; then a; fi
`,
    ),
  );
  assert.equal(script('plain'), 'echo one && echo two');
  assert.equal(
    script('several'),
    '(cd src && make) || exit\ncp src/a .\ngcc \\\n-o x \\\n-O2\n(false; echo goes on # really\n) || true\n(if true; then a; fi) || exit\n',
  );
});

test('functions of make that change texts are worked out, with what define and call say', () => {
  const { script, losses } = tasksOf(
    database(
      'SRC = src/a.c src/b.c\nOBJ = $(SRC:src/%.c=out/%.o)\ndefine say\necho $(1)\necho $(2)\nendef\n',
      'all:\n\techo $(OBJ) $(SRC:.c=.h) $(notdir $(SRC)) $(if $(NONE),yes,no) $(foreach n,1 2,<$(n)>)\n\t$(call say,$(firstword $(OBJ)),(a, b))\n\techo $(shell date "+%s") $(@D)\n',
    ),
  );
  assert.equal(
    script('all'),
    'echo out/a.o out/b.o src/a.h src/b.h a.c b.c no <1> <2>\necho out/a.o\necho (a, b)\necho $(date "+%s") .\n',
  );
  assert.deepEqual(
    losses.map(({ message }) => message),
    ['`$(shell date "+%s")` is worked out by make, and here by the shell of the task: look at the quotes around it.'],
  );
});

test('the shell of a Makefile, and what it exports, are those of the tasks', () => {
  const { pipeline, tasks } = tasksOf(
    database(
      'SHELL := /bin/bash\n.SHELLFLAGS := -eu -o pipefail -c\nA = 1\nB = $(A)2\n',
      'x: A = 3\nx:\n\techo $(A)\n',
    ),
    'export B = $(A)2\nexport NONE\n',
  );
  assert.deepEqual(pipeline.env, { B: '12' });
  assert.deepEqual(tasks.x?.action, {
    kind: 'script',
    script: 'echo 3',
    shell: '/bin/bash -eu -o pipefail {0}',
  });
});

test('pattern rules are the rules of the files that make has found for them', () => {
  const { tasks, script } = tasksOf(
    database('', 'app: a.o\n\tld $^\na.o: a.h\n'),
    '',
    database('', "app: a.o\n\tld $^\na.o: a.c a.h\n#  Implicit/static pattern stem: 'a'\n\tcc $< $*\n"),
  );
  assert.deepEqual(tasks.app?.needs, ['a.o']);
  assert.deepEqual([script('a.o'), tasks['a.o']?.inputs], ['cc a.c a', ['a.c', 'a.h']]);
});

test('targets whose names are alike as names of tasks are two tasks', () => {
  const { tasks } = tasksOf(database('', 'a/b: a_b\n\techo 1\na_b:\n\techo 2\n'));
  assert.deepEqual([Object.keys(tasks), tasks.a_b?.needs], [['a_b', 'a_b_2'], ['a_b_2']]);
});

test('a plain run does what make does without a target: the rest waits for a param', () => {
  const { pipeline, tasks } = tasksOf(
    database(
      '.DEFAULT_GOAL := all\n',
      'clean:\n\trm -rf out\nall: app\napp: a\n\tld $<\na: | dir\n\tcc\ndir:\n\tmkdir dir\n',
    ),
  );
  assert.deepEqual(
    Object.values(tasks).map(task => [task.name, task.if]),
    [
      ['clean', 'params.others'],
      ['app', undefined],
      ['a', undefined],
      ['dir', undefined],
    ],
  );
  assert.equal(pipeline.params.others?.default, false);
});
