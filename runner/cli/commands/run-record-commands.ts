import type { Command } from 'commander';
import type { Door } from './door.ts';
import { directory, enter, examples, format, positiveInteger, runArgument } from './option-words.ts';

/** The commands about runs, past and live: listing, showing, reading what they wrote, stopping them. */
export function addRunRecordCommands(program: Command, door: Door): void {
  addRuns(program, door);
  addShow(program, door);
  addDiff(program, door);
  addWhy(program, door);
  addLogs(program, door);
  addCancel(program, door);
}

function addRuns(program: Command, door: Door): void {
  program
    .command('runs')
    .summary('list the runs, newest first')
    .addOption(directory())
    .hook('preAction', command => enter(command.opts().directory))
    .description('Lists the runs of this repository (the nearest folder with .dagwright or .git), newest first.')
    .addOption(format('text', 'json'))
    .option('-n, --limit <n>', 'how many to list', positiveInteger, 50)
    .addHelpText('after', examples('runs', 'runs --limit 5 --format json'))
    .action(async options => {
      const { runs } = await import('../runs/runs-command.ts');
      door.done(await runs(options));
    });
}

function addShow(program: Command, door: Door): void {
  program
    .command('show')
    .summary('show how a run stands')
    .addOption(directory())
    .hook('preAction', command => enter(command.opts().directory))
    .description(
      'Shows how a run stands or ended: its tasks with their attempts, reasons and outputs, when each ran, and the critical path.',
    )
    .argument('<run>', runArgument)
    .addOption(format('text', 'json'))
    .addHelpText('after', examples('show last', 'show 20261120-2115 --format json'))
    .action(async (typed, options) => {
      const { show } = await import('../runs/show-command.ts');
      door.done(await show(typed, options));
    });
}

function addDiff(program: Command, door: Door): void {
  program
    .command('diff')
    .summary('tell what differed between two runs')
    .addOption(directory())
    .hook('preAction', command => enter(command.opts().directory))
    .description(
      'Tells what differed between two runs: params, versions, commit, what the file says of the tasks, their statuses, outputs and durations.\n' +
        'With one run, the other is the one of the same pipeline before it.',
    )
    .argument('<run>', runArgument)
    .argument('[other]', 'the later run')
    .addOption(format('text', 'json'))
    .addHelpText('after', examples('diff last', 'diff 20261120-2115 last'))
    .action(async (typed, other, options) => {
      const { diff } = await import('../diff/diff-command.ts');
      door.done(await diff(typed, other, options));
    });
}

function addWhy(program: Command, door: Door): void {
  program
    .command('why')
    .summary('tell why a task ran, or did not')
    .addOption(directory())
    .hook('preAction', command => enter(command.opts().directory))
    .description(
      'Tells why a task of a run was run, skipped, failed or came from the cache: its condition with the values that it read, what failed above it with its last lines, its attempts, what it waited for, and what has changed since it last succeeded.',
    )
    .argument('<run>', runArgument)
    .argument('<task>', 'the name of a task')
    .addOption(format('text', 'json'))
    .addHelpText('after', examples('why last deploy', "why last 'train[model=forest]' --format json"))
    .action(async (typed, task, options) => {
      const { why } = await import('../why/why-command.ts');
      door.done(await why(typed, task, options));
    });
}

function addLogs(program: Command, door: Door): void {
  program
    .command('logs')
    .summary('print what a task wrote')
    .addOption(directory())
    .hook('preAction', command => enter(command.opts().directory))
    .description('Prints what a task wrote in its last attempt. With --follow all its attempts, until it has its end.')
    .argument('<run>', runArgument)
    .argument('<task>', 'the name of a task')
    .option('-f, --follow', 'go on as the task writes')
    .option('--attempt <n>', 'the output of this attempt, counted from 1', positiveInteger)
    .addHelpText('after', examples('logs last train', 'logs last train --follow', 'logs last flaky --attempt 1'))
    .action(async (typed, task, options) => {
      const { logs } = await import('../runs/logs-command.ts');
      door.done(await logs(typed, task, options));
    });
}

function addCancel(program: Command, door: Door): void {
  program
    .command('cancel')
    .summary('stop a run or one of its tasks')
    .addOption(directory())
    .hook('preAction', command => enter(command.opts().directory))
    .description(
      'Asks a run, or one task of it, to stop. Of a run whose runner is gone it stops what is left. Exit code: 0 asked, 1 it is over already.',
    )
    .argument('<run>', runArgument)
    .argument('[task]', 'the name of a task; without it the whole run stops')
    .addHelpText('after', examples('cancel last', 'cancel last train'))
    .action(async (typed, task) => {
      const { cancel } = await import('../runs/cancel-command.ts');
      door.done(await cancel(typed, task));
    });
}
