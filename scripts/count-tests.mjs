/**
 * Counts the tests of one part from what it printed: Node's test runner, mocha, or neither, which then is one test.
 * A part that ended badly has at least one failure, whatever it printed.
 *
 * @param {string} text
 * @param {number} code its exit code
 * @returns {{ passed: number, failed: number, skipped: number }}
 */
export function countTests(text, code) {
  const passed = lastNumber(text, /^ℹ pass (\d+)$/gm) ?? lastNumber(text, /^ *(\d+) passing\b/gm);
  const skipped = lastNumber(text, /^ℹ skipped (\d+)$/gm) ?? lastNumber(text, /^ *(\d+) pending$/gm) ?? 0;
  const failed =
    (lastNumber(text, /^ℹ fail (\d+)$/gm) ?? lastNumber(text, /^ *(\d+) failing$/gm) ?? 0) +
    (lastNumber(text, /^ℹ cancelled (\d+)$/gm) ?? 0);
  if (code === 0) return { passed: passed ?? 1, failed, skipped };
  return { passed: passed ?? 0, failed: Math.max(failed, 1), skipped };
}

/** @param {string} text @param {RegExp} pattern */
function lastNumber(text, pattern) {
  const match = [...text.matchAll(pattern)].at(-1);
  return match && Number(match[1]);
}
