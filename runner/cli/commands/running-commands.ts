import { type Command, Option } from 'commander';
import type { Selection } from '../../event.ts';
import { Refusal } from '../refusal.ts';
import type { Door } from './door.ts';
import { collect, directory, enter, examples, format, positiveInteger, runArgument } from './option-words.ts';
import { upkeepOptions } from './upkeep-commands.ts';

/** The commands that run something. */
export function addRunningCommands(program: Command, door: Door): void {
  addRun(program, door);
  addPlan(program, door);
  addWatch(program, door);
  addRerun(program, door);
  addResume(program, door);
  addMaskOutput(program);
}

/** A run starts it for itself, when it has secrets. */
function addMaskOutput(program: Command): void {
  program.command('mask-output', { hidden: true }).action(async () => {
    const { maskOutput } = await import('../mask/mask-command.ts');
    await maskOutput();
  });
}

function addRun(program: Command, door: Door): void {
  const command = program
    .command('run')
    .summary('run a pipeline, or some of its tasks')
    .description(
      'Runs a pipeline, or the named tasks with all that they need, to its end. Ctrl-C stops it politely, a second Ctrl-C at once; when the output is closed (| head), the run goes on.\n' +
        'Exit code: 0 success, 1 failed, 2 nothing was started, 130 cancelled.',
    )
    .argument('<file>', 'the pipeline file')
    .argument('[task...]', taskArgument);
  for (const option of partOptions()) command.addOption(option);
  runOptions(command)
    .option('--date <date>', 'the day, or moment, that the run is for, as run.date says (default: now)')
    .addOption(new Option('--changed').hideHelp())
    .addHelpText(
      'after',
      examples(
        'run churn.pipeline.yaml',
        'run churn.pipeline.yaml --param region=us --max-parallel 2',
        'run churn.pipeline.yaml evaluate',
        "run churn.pipeline.yaml 'train[model=forest]' --downstream",
        'run churn.pipeline.yaml --detach',
      ),
    )
    .action(async (file, tasks, options) => {
      await orDetached(options, door, async () => {
        const { run } = await import('../run/run-command.ts');
        return run(file, options, selectionOf(tasks, options));
      });
    });
}

function addPlan(program: Command, door: Door): void {
  const command = program
    .command('plan')
    .summary('tell what a run would do, and why')
    .description(
      'Tells of each task whether it would run, come from the cache, be taken over or be skipped, and why; and how long the run would take. What runs is taken to succeed. Nothing is started or written.\n' +
        'Exit code: 0, 1 when a task is known to fail, 2 when there is nothing that could be run.',
    )
    .argument('<file>', 'the pipeline file')
    .argument('[task...]', taskArgument);
  for (const option of partOptions()) command.addOption(option);
  withParams(command)
    .option('--max-parallel <n>', 'how many tasks would run at the same time', positiveInteger)
    .option('--no-cache', 'as if nothing were in the cache')
    .option('--all', 'a line for each task, however many; else those that are alike share one when they are many')
    .addOption(format('text', 'json'))
    .addHelpText('after', examples('plan churn.pipeline.yaml', 'plan churn.pipeline.yaml evaluate --param region=us'))
    .action(async (file, tasks, options) => {
      const { plan } = await import('../plan/plan-command.ts');
      door.done(await plan(file, options, selectionOf(tasks, options)));
    });
}

function addWatch(program: Command, door: Door): void {
  const command = program
    .command('watch')
    .summary('run a pipeline again with each edit of what it reads')
    .description(
      'Runs a pipeline, or the named tasks, and then, with each edit, what it touches: the tasks that read the file (by inputs, or as a script in run), or have changed in the pipeline file, and all below; the rest is taken over. An edit of what has begun cancels the run and begins again. Ctrl-C ends it.\n' +
        'Exit code: 0, or 130 when a run was stopped by Ctrl-C; 2 when there is nothing to watch.',
    )
    .argument('<file>', 'the pipeline file')
    .argument('[task...]', taskArgument);
  for (const option of partOptions()) command.addOption(option);
  // Of its own runs a session keeps the newest.
  for (const option of upkeepOptions()) if (option.long !== '--keep-runs') command.addOption(option);
  withParams(command)
    .option('--max-parallel <n>', 'how many tasks run at the same time', positiveInteger)
    .option('--fail-fast', 'stop everything at the first failure')
    .addOption(new Option('--format <format>', 'as of run').choices(['pretty', 'plain', 'json']))
    .addHelpText('after', examples('watch churn.pipeline.yaml', 'watch churn.pipeline.yaml train --only'))
    .action(async (file, tasks, options) => {
      const { watch } = await import('../watch/watch-command.ts');
      door.done(await watch(file, options, selectionOf(tasks, options)));
    });
}

function addRerun(program: Command, door: Door): void {
  const command = program
    .command('rerun')
    .summary('run a past run again, or what of it failed')
    .addOption(directory())
    .hook('preAction', command => enter(command.opts().directory))
    .description(
      'Starts a new run that repeats another, with its params and the file as it is now. With --failed, --from or --param, what succeeded and is not below the change is taken over, not run again; tasks that have changed in the file since, or whose inputs were edited, run again, with all below.\n' +
        'Exit code: 0 success, 1 failed, 2 nothing was started, 130 cancelled.',
    )
    .argument('<run>', runArgument)
    .option('--failed', 'run again what did not succeed, and all below it')
    .option('--from <task>', 'run this task again, and all below it; may be given more than once', collectFrom)
    .option('--recorded', 'with the pipeline as it was then, whatever the file says now');
  runOptions(command)
    .addHelpText(
      'after',
      examples(
        'rerun last --failed',
        'rerun last --from train',
        'rerun last --param threshold=0.8',
        'rerun 20261120-2115',
      ),
    )
    .action(async (typed, options) => {
      await orDetached(options, door, async () => {
        const { rerun } = await import('../rerun/rerun-command.ts');
        return rerun(typed, options);
      });
    });
}

function addResume(program: Command, door: Door): void {
  const command = program
    .command('resume')
    .summary('go on with a run whose runner was killed')
    .addOption(directory())
    .hook('preAction', command => enter(command.opts().directory))
    .description(
      'Goes on with a run that was interrupted: its runner was killed, the machine went down, or the disk was full. What is done stays done, what still runs is watched over, and the rest runs as it was begun, whatever the file says now.\n' +
        'Exit code: 0 success, 1 failed, 2 nothing was started, 130 cancelled.',
    )
    .argument('[run]', `${runArgument}; without it the newest that was interrupted`)
    .option('--force', 'take the run also from a runner on another machine, when you know that it is gone');
  for (const option of upkeepOptions()) command.addOption(option);
  presentationOptions(command)
    .addHelpText('after', examples('resume', 'resume 20261120-2115', 'resume last --detach'))
    .action(async (typed, options) => {
      await orDetached(options, door, async () => {
        const { resume } = await import('../resume/resume-command.ts');
        return resume(typed, options);
      });
    });
}

function collectFrom(value: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), value];
}

/** Adds `--param`, which is an empty list when it is not given. */
function withParams(command: Command): Command {
  return command
    .option('-p, --param <name=value>', 'a value for a param of the pipeline; may be given more than once', collect)
    .setOptionValueWithSource('param', [], 'default');
}

const taskArgument =
  'what to run of it: a task, train[model=a] for instances, ingest/load inside of a used pipeline, or several by *; quote [ ] and *';

/** What runs with the tasks that are named. */
function partOptions(): readonly Option[] {
  const option = (flag: string, description: string, ...others: string[]) =>
    new Option(flag, description).conflicts(others);
  return [
    option('--upstream', 'with all that they need (the default)', 'downstream', 'only'),
    option(
      '--downstream',
      'with all that needs them; what they need is taken over from earlier runs',
      'upstream',
      'only',
    ),
    option('--only', 'nothing else; what they need is taken over from earlier runs', 'upstream', 'downstream'),
  ];
}

/** What every run can be told. */
function runOptions(command: Command): Command {
  for (const option of upkeepOptions()) command.addOption(option);
  withParams(command)
    .option('--max-parallel <n>', 'how many tasks run at the same time', positiveInteger)
    .option('--fail-fast', 'stop everything at the first failure');
  return presentationOptions(command);
}

/** How it is told, and with what secrets. */
function presentationOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--format <format>',
        'pretty: a live picture (the default on a terminal); plain: a line per change; json: the events',
      ).choices(['pretty', 'plain', 'json']),
    )
    .option('--secrets-stdin', 'read the values of secrets from stdin: a JSON object by their names')
    .option('--detach', 'start the run as a process of its own, print its id and return')
    .addOption(new Option('--detached').hideHelp());
}

interface PartFlags {
  readonly upstream?: boolean;
  readonly downstream?: boolean;
  readonly only?: boolean;
}

function selectionOf(tasks: readonly string[], { downstream, only, upstream }: PartFlags): Selection | undefined {
  if (tasks.length > 0) return { tasks, with: downstream ? 'downstream' : only ? 'only' : 'upstream' };
  if (downstream || only || upstream) {
    throw new Refusal('Name the tasks that are meant: dagwright run FILE TASK…');
  }
  return undefined;
}

async function orDetached(
  options: { readonly detach?: boolean; readonly format?: string; readonly directory?: string },
  door: Door,
  run: () => Promise<number>,
): Promise<void> {
  if (!options.detach) return door.done(await run());
  const { runDetached } = await import('../run/detach.ts');
  const args = process.argv.slice(2).map(word => (word === '--detach' ? '--detached' : word));
  // We have entered it: from here it must not be looked for again.
  const place = options.directory === undefined ? [] : ['--directory', process.cwd()];
  door.done(await runDetached(door.entry, [...args, ...place], options.format));
}
