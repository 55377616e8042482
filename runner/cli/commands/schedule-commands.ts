import { type Command, Option } from 'commander';
import type { Door } from './door.ts';
import { examples, format, positiveInteger } from './option-words.ts';
import { upkeepOptions } from './upkeep-commands.ts';

/** The commands about runs that start by themselves. */
export function addScheduleCommands(program: Command, door: Door): void {
  addSchedule(program, door);
  addNext(program, door);
  addBackfill(program, door);
  addRunOrdered(program, door);
}

/** The scheduler starts it for itself. */
function addRunOrdered(program: Command, door: Door): void {
  const command = program.command('run-ordered', { hidden: true }).argument('<expected>');
  for (const option of upkeepOptions()) command.addOption(option);
  command.action(async (expected, options) => {
    const { runOrdered } = await import('../schedule/run-ordered.ts');
    door.done(await runOrdered(expected, options));
  });
}

function addSchedule(program: Command, door: Door): void {
  program
    .command('schedule')
    .summary('start the runs that the triggers of pipelines ask for')
    .description(
      'Starts runs of all pipelines below a folder as their triggers ask for them: at a time, when data comes, when another pipeline has ended. Edits count at once. Ctrl-C ends it; runs go on, for each is a process of its own.\n' +
        'Exit code: 0, 2 when it cannot start.',
    )
    .argument('[folder]', 'the folder that the pipelines are below', '.')
    .option('--list', 'tell what would start next, and why, and start nothing')
    .option('--max-runs <n>', 'how many runs go on at the same time (default: 16)', positiveInteger)
    .option(
      '--max-catchup-runs <n>',
      'how many missed times of a pipeline are caught up at the same time (default: 1)',
      positiveInteger,
    )
    .option('--paused', 'the triggers of a file are off until they are switched on')
    .option('--resume', 'go on with runs whose runner is gone, as after a restart of the machine')
    .addOption(new Option('--windows [ms]').argParser(Number).hideHelp())
    .addOption(format('text', 'json'))
    .addHelpText('after', examples('schedule', 'schedule pipelines --max-runs 4', 'schedule --list'))
    .action(async (folder, options) => {
      if (options.list) {
        const { listSchedule } = await import('../schedule/list-command.ts');
        return door.done(await listSchedule(folder, options));
      }
      const { schedule } = await import('../schedule/schedule-command.ts');
      door.done(await schedule(folder, options, door.entry));
    });
}

function addNext(program: Command, door: Door): void {
  program
    .command('next')
    .summary('tell when a pipeline would start next, and why')
    .description('Tells the next ten starts of a pipeline by its triggers. Exit code: 0, 1 when the file has errors.')
    .argument('<file>', 'the pipeline file')
    .addOption(format('text', 'json'))
    .addHelpText('after', examples('next churn.pipeline.yaml'))
    .action(async (file, options) => {
      const { nextOf } = await import('../schedule/list-command.ts');
      door.done(await nextOf(file, options));
    });
}

function addBackfill(program: Command, door: Door): void {
  program
    .command('backfill')
    .summary('run a pipeline for scheduled times of the past')
    .description(
      'Runs a pipeline for the times of its cron triggers from one date to another that have no run, the oldest first. The plan is shown first. Ctrl-C lets go on what has begun; the same command goes on with the rest.\n' +
        'Exit code: 0 success, 1 a run did not succeed, 2 nothing was started, 130 stopped.',
    )
    .argument('<file>', 'the pipeline file')
    .requiredOption('--from <date>', 'the first day, or moment, of the time zone of the trigger')
    .requiredOption('--to <date>', 'the last day, or moment')
    .option('--max-parallel-runs <n>', 'how many runs go on at the same time (default: 1)', positiveInteger)
    .option('--reverse', 'the newest first')
    .addOption(
      new Option('--rerun <which>', 'also times that have a run: those that did not succeed, or all').choices([
        'failed',
        'all',
      ]),
    )
    .option('-y, --yes', 'do not ask')
    .addOption(new Option('-n, --dry-run', 'show the plan, and start nothing').conflicts('yes'))
    .addHelpText(
      'after',
      examples('backfill churn.pipeline.yaml --from 2026-01-01 --to 2026-01-31 --max-parallel-runs 4'),
    )
    .action(async (file, options) => {
      const { backfill } = await import('../backfill/backfill-command.ts');
      door.done(await backfill(file, options, door.entry));
    });
}
