import { showCursor } from './live-area.ts';
import { PrettyReporter } from './pretty-reporter.ts';
import type { ReportStyle } from './reporter.ts';

/** A reporter that draws on the terminal `stdout`, by `write`; the cursor is there again whatever happens. */
export function screenReporter(
  stdout: NodeJS.WriteStream,
  write: (text: string) => void,
  style: ReportStyle,
): PrettyReporter {
  const screen = {
    write,
    get columns() {
      return stdout.columns;
    },
    get rows() {
      return stdout.rows;
    },
  };
  process.once('exit', () => write(showCursor));
  return new PrettyReporter(screen, style, Date.now);
}
