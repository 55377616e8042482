const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const wholeDuration =
  /^(?:\d+(?:\.\d+)?d)?(?:\d+(?:\.\d+)?h)?(?:\d+(?:\.\d+)?m(?!s))?(?:\d+(?:\.\d+)?s)?(?:\d+(?:\.\d+)?ms)?$/;
const onlyPart = /^(\d{1,9})(ms|[smhd])$/;
const onePart = /(\d+(?:\.\d+)?)(ms|[smhd])/g;

/** Reads `500ms`, `90s`, `15m`, `1h30m`, `2d`: whole milliseconds, or `undefined` when it is no duration. A bare number is none. */
export function parseDuration(text: string): number | undefined {
  const single = onlyPart.exec(text);
  if (single) return Number(single[1]) * (units[single[2] ?? ''] ?? 0);
  if (text === '' || text.length > 40 || !wholeDuration.test(text)) return undefined;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(onePart)) total += Number(amount) * (units[unit ?? ''] ?? 0);
  return total <= Number.MAX_SAFE_INTEGER ? Math.round(total) : undefined;
}

/** Writes milliseconds as a person would: `850ms`, `9.4s`, `2m 5s`, `1h 30m`, `3d 4h`; never more than two parts. */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))}ms`;
  if (ms < 59_950) return `${trimZero((ms / 1000).toFixed(1))}s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return twoParts(Math.floor(seconds / 60), 'm', seconds % 60, 's');
  const minutes = Math.round(seconds / 60);
  if (minutes < 1440) return twoParts(Math.floor(minutes / 60), 'h', minutes % 60, 'm');
  const hours = Math.round(minutes / 60);
  return twoParts(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

function twoParts(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large}${largeUnit}` : `${large}${largeUnit} ${small}${smallUnit}`;
}

function trimZero(text: string): string {
  return text.endsWith('.0') ? text.slice(0, -2) : text;
}
