import { Command } from 'commander';
import type { Door } from './commands/door.ts';
import { addFileCommands } from './commands/file-commands.ts';
import { examples } from './commands/option-words.ts';
import { addRunRecordCommands } from './commands/run-record-commands.ts';
import { addRunningCommands } from './commands/running-commands.ts';
import { addScheduleCommands } from './commands/schedule-commands.ts';
import { addUpkeepCommands } from './commands/upkeep-commands.ts';
import { version } from './version.ts';

/** Every command with its options and help. Each loads its own code when it is used, so that the program starts fast. */
export function makeProgram(door: Door): Command {
  const program = new Command('dagwright')
    .description('Runs pipelines of tasks written as YAML, checks them, and shows how their runs went.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .commandsGroup('Help:')
    .helpCommand('help [command]', 'print help for a command')
    .showHelpAfterError('Help: dagwright --help')
    .configureHelp({ showGlobalOptions: false })
    .exitOverride();
  program.commandsGroup('Run:');
  addRunningCommands(program, door);
  program.commandsGroup('Runs that start by themselves:');
  addScheduleCommands(program, door);
  program.commandsGroup('Runs, past and live:');
  addRunRecordCommands(program, door);
  program.commandsGroup('Upkeep:');
  addUpkeepCommands(program, door);
  program.commandsGroup('Files:');
  addFileCommands(program, door);
  program.addHelpText(
    'after',
    examples('check', 'run examples/penguins/penguins.pipeline.yaml', 'logs last train --follow'),
  );
  for (const command of program.commands) command.showHelpAfterError(`Help: dagwright ${command.name()} --help`);
  return program;
}
