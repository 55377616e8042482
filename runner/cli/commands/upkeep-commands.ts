import { type Command, InvalidArgumentError, Option } from 'commander';
import { parseDuration } from '../../../pipeline/duration.ts';
import { parseSize } from '../../../pipeline/size.ts';
import type { Door } from './door.ts';
import { directory, enter, examples, format, positiveInteger } from './option-words.ts';

/** The commands about the room that Dagwright takes on the disk. */
export function addUpkeepCommands(program: Command, door: Door): void {
  addCache(program, door);
  addClean(program, door);
}

/** The options by which a run is told of the cache and of old runs; each may stand in the environment instead. */
export function upkeepOptions(): readonly Option[] {
  return [
    new Option('--no-cache', 'run every task, whatever the cache holds; what they give is kept in it'),
    maxSize('--cache-max-size <size>'),
    new Option('--keep-runs <n>', 'remove the oldest runs at the end, so that n stay (default: all)')
      .argParser(positiveInteger)
      .env('DAGWRIGHT_KEEP_RUNS'),
  ];
}

function addCache(program: Command, door: Door): void {
  program
    .command('cache')
    .summary('tell what the cache holds, or make it smaller')
    .addOption(directory())
    .hook('preAction', command => enter(command.opts().directory))
    .description(
      'Tells how much the cache of this repository holds: what tasks with `cache: true` gave. It is pruned by itself when it is over its size.',
    )
    .option('--prune', 'remove what was not used for longest, until the rest fits')
    .addOption(maxSize('--max-size <size>'))
    .addOption(new Option('--clear', 'remove all of it').conflicts('prune'))
    .addOption(format('text', 'json'))
    .addHelpText('after', examples('cache', 'cache --prune --max-size 2GiB', 'cache --clear'))
    .action(async (options, command: Command) => {
      const { cache } = await import('../cache/cache-command.ts');
      // Who says a size means it; one in the environment is for when the cache is pruned.
      const isSizeSaid = command.getOptionValueSource('maxSize') === 'cli';
      door.done(cache({ ...options, prune: options.prune || (isSizeSaid && !options.clear) }));
    });
}

function addClean(program: Command, door: Door): void {
  program
    .command('clean')
    .summary('remove old runs')
    .addOption(directory())
    .hook('preAction', command => enter(command.opts().directory))
    .description(
      'Removes the folders of old runs of this repository. A run that goes on always stays, and the newest run of each pipeline; interrupted ones stay too, for they can be resumed.',
    )
    .option('--keep <n>', 'so many of the newest stay', positiveInteger)
    .option('--older-than <duration>', 'only runs that ended so long ago go: 12h, 30d', duration)
    .option('--interrupted', 'runs whose runner died go too')
    .option('-n, --dry-run', 'tell which would go, and remove nothing')
    .addHelpText('after', examples('clean --keep 100', 'clean --older-than 30d --dry-run'))
    .action(async options => {
      const { clean } = await import('../runs/clean-command.ts');
      door.done(await clean(options));
    });
}

function maxSize(flags: string): Option {
  return new Option(flags, 'how much room the files in the cache may take (default: 10GiB)')
    .argParser(size)
    .env('DAGWRIGHT_CACHE_MAX_SIZE');
}

function size(text: string): number {
  const bytes = parseSize(text);
  if (bytes === undefined) throw new InvalidArgumentError('It must be a size: 500MB, 2GiB.');
  return bytes;
}

function duration(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined) throw new InvalidArgumentError('It must be a duration: 12h, 30d.');
  return ms;
}
