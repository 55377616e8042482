/** What an answer of the API says, as plain data; `undefined` for what something in between has said, such as a page of a proxy. */
export function readAnswer<T>(text: string): T | undefined {
  try {
    const value: T = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
