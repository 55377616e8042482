import { setFlagsFromString } from 'node:v8';

/**
 * Lets V8 do nothing that pays only later until the program has taken a second of processor time: optimise what is called
 * often, mark what is alive while the program goes on, collect with several threads, which have to be woken up. Of a run
 * of a thousand short tasks that is a sixth of all processor time. The answer has all as usual at once; what V8 has
 * compiled can be kept only then. Nothing changes where the flags of V8 are not known, for it complains on stderr of others,
 * nor where somebody has set some.
 */
export function suitShortRuns(): () => void {
  const isUsual = process.execArgv.length === 0 && !process.env.NODE_OPTIONS;
  if (!isUsual || !process.versions.v8.startsWith(knownVersion)) return () => {};
  setFlags(atFirst);
  const asUsual = () => setFlags(usual);
  lookLater(1000, asUsual);
  return asUsual;
}

/** More and more seldom: a run that only waits is not to be disturbed. */
function lookLater(pauseMs: number, asUsual: () => void): void {
  const look = () => {
    const { user, system } = process.cpuUsage();
    if (user + system > shortMicroseconds) asUsual();
    else lookLater(pauseMs * 2, asUsual);
  };
  setTimeout(look, pauseMs).unref();
}

function setFlags(flags: readonly string[]): void {
  for (const flag of flags) setFlagsFromString(flag);
}

/** That of Node 24. */
const knownVersion = '13.6.';

const shortMicroseconds = 1_000_000;

const atFirst = ['--invocation-count-for-maglev=100000', '--no-incremental-marking', '--no-parallel-scavenge'];

/** The defaults. */
const usual = ['--invocation-count-for-maglev=400', '--incremental-marking', '--parallel-scavenge'];
