/** The same plain data with `masked` applied to every text in it, the names of its entries too. */
export function maskedValue<T>(value: T, masked: (text: string) => string): T;
export function maskedValue(value: unknown, masked: (text: string) => string): unknown {
  if (typeof value === 'string') return masked(value);
  if (Array.isArray(value)) return value.map(item => maskedValue<unknown>(item, masked));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [masked(name), maskedValue<unknown>(item, masked)]),
  );
}
