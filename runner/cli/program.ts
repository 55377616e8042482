import { Command, InvalidArgumentError, Option } from 'commander';
import { systemText } from '../system-text.ts';
import { Refusal } from './refusal.ts';
import { version } from './version.ts';

/** What the commands need of the door. */
export interface Door {
  /** URL of the program's own file, by which it starts itself again. */
  readonly entry: string;
  done(exitCode: number): void;
}

/** Every command with its options and help. Each loads its own code when it is used, so that the program starts fast. */
export function makeProgram(door: Door): Command {
  const program = new Command('dagwright')
    .description('Runs pipelines of tasks written as YAML, checks them, and shows how their runs went.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help for a command')
    .showHelpAfterError('Help: dagwright --help')
    .configureHelp({ showGlobalOptions: false })
    .exitOverride();
  addCheck(program, door);
  addRun(program, door);
  addGraph(program, door);
  addRuns(program, door);
  addShow(program, door);
  addLogs(program, door);
  addCancel(program, door);
  addLanguageServer(program, door);
  program.addHelpText(
    'after',
    examples('check', 'run examples/penguins/penguins.pipeline.yaml', 'logs last train --follow'),
  );
  for (const command of program.commands) command.showHelpAfterError(`Help: dagwright ${command.name()} --help`);
  return program;
}

function addCheck(program: Command, door: Door): void {
  program
    .command('check')
    .summary('print the problems of pipeline files')
    .description('Prints the problems of pipeline files. Exit code: 0 no errors, 1 errors, 2 a file cannot be read.')
    .argument('[file...]', 'files, folders, or - for stdin; without any, every pipeline below the current folder')
    .addOption(format('text', 'json'))
    .addHelpText(
      'after',
      examples('check', 'check churn.pipeline.yaml', 'check pipelines --format json', 'check - < draft.yaml'),
    )
    .action(async (files, options) => {
      const { check } = await import('./check/check-command.ts');
      door.done(await check(files, options));
    });
}

function addRun(program: Command, door: Door): void {
  program
    .command('run')
    .summary('run a pipeline')
    .description(
      'Runs a pipeline to its end. Ctrl-C stops it politely, a second Ctrl-C at once; when the output is closed (| head), the run goes on.\n' +
        'Exit code: 0 success, 1 failed, 2 nothing was started, 130 cancelled.',
    )
    .argument('<file>', 'the pipeline file')
    .option('-p, --param <name=value>', 'a value for a param of the pipeline; may be given more than once', collect, [])
    .option('--max-parallel <n>', 'how many tasks run at the same time', positiveInteger)
    .option('--fail-fast', 'stop everything at the first failure')
    .addOption(
      new Option(
        '--format <format>',
        'pretty: a live picture (the default on a terminal); plain: a line per change; json: the events',
      ).choices(['pretty', 'plain', 'json']),
    )
    .option('--detach', 'start the run as a process of its own, print its id and return')
    .addOption(new Option('--detached').hideHelp())
    .addHelpText(
      'after',
      examples(
        'run churn.pipeline.yaml',
        'run churn.pipeline.yaml --param region=us --max-parallel 2',
        'run churn.pipeline.yaml --detach',
      ),
    )
    .action(async (file, options) => {
      if (options.detach) {
        const { runDetached } = await import('./run/detach.ts');
        const args = process.argv.slice(2).map(word => (word === '--detach' ? '--detached' : word));
        door.done(await runDetached(door.entry, args, options.format));
      } else {
        const { run } = await import('./run/run-command.ts');
        door.done(await run(file, options));
      }
    });
}

function addGraph(program: Command, door: Door): void {
  program
    .command('graph')
    .summary('print the graph of a pipeline')
    .description('Prints the graph of a pipeline. Exit code: 0, or 1 when the file has errors (what can be drawn is).')
    .argument('<file>', 'the pipeline file, or - for stdin')
    .addOption(format('mermaid', 'dot', 'json'))
    .addHelpText(
      'after',
      examples('graph churn.pipeline.yaml', 'graph churn.pipeline.yaml --format dot | dot -Tsvg > churn.svg'),
    )
    .action(async (file, options) => {
      const { graph } = await import('./graph-command.ts');
      door.done(await graph(file, options));
    });
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
      const { runs } = await import('./runs/runs-command.ts');
      door.done(await runs(options));
    });
}

function addShow(program: Command, door: Door): void {
  program
    .command('show')
    .summary('show how a run stands')
    .addOption(directory())
    .hook('preAction', command => enter(command.opts().directory))
    .description('Shows how a run stands or ended: its tasks with their attempts, reasons and outputs.')
    .argument('<run>', runArgument)
    .addOption(format('text', 'json'))
    .addHelpText('after', examples('show last', 'show 20261120-2115 --format json'))
    .action(async (typed, options) => {
      const { show } = await import('./runs/show-command.ts');
      door.done(await show(typed, options));
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
      const { logs } = await import('./runs/logs-command.ts');
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
      const { cancel } = await import('./runs/cancel-command.ts');
      door.done(await cancel(typed, task));
    });
}

function addLanguageServer(program: Command, door: Door): void {
  program
    .command('lsp')
    .summary('serve an editor as a language server')
    .description('Serves an editor by the Language Server Protocol over stdin and stdout.')
    .option('--stdio', 'the way to talk, which there is only one of')
    .addHelpText('after', examples('lsp --stdio'))
    .action(async options => {
      const { serveLanguage } = await import('./lsp-command.ts');
      await serveLanguage(options, door.entry);
    });
}

const runArgument = "the run's id, a part of it that only one run has, or last";

function directory(): Option {
  return new Option('-C, --directory <folder>', 'look for runs from this folder, not from the current one');
}

function enter(folder: unknown): void {
  if (typeof folder !== 'string') return;
  try {
    process.chdir(folder);
  } catch (error) {
    throw new Refusal(`The folder ${folder} cannot be entered: ${systemText(error)}.`);
  }
}

function format(first: string, ...others: string[]): Option {
  return new Option('--format <format>', 'how it is printed').choices([first, ...others]).default(first);
}

function examples(...lines: string[]): string {
  return `\nExamples:\n${lines.map(line => `  dagwright ${line}\n`).join('')}`.trimEnd();
}

function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

function positiveInteger(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1 on.');
  return Number(text);
}
