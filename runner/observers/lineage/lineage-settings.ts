/** Where lineage is sent. */
export type LineageTarget =
  | {
      readonly kind: 'http';
      readonly url: string;
      readonly headers: Readonly<Record<string, string>>;
      readonly timeoutMs: number;
      readonly isCompressed: boolean;
    }
  /** Appended to, or else the beginning of the name of a file for each event. */
  | { readonly kind: 'file'; readonly path: string; readonly append: boolean };

/**
 * What the variables of OpenLineage's clients say: `OPENLINEAGE_URL` with `_ENDPOINT` and `_API_KEY`, and before these
 * `OPENLINEAGE__TRANSPORT__…`, each part a key, each value JSON where it is that. A fault is a sentence.
 */
export function lineageTarget(env: NodeJS.ProcessEnv): LineageTarget | { readonly fault: string } {
  const transport = transportOf(env);
  const { type } = transport;
  if (type === 'file') return fileTarget(transport);
  if (type === 'http' || type === 'async_http') return httpTarget(transport);
  if (type !== undefined) {
    return {
      fault: `No lineage of the run was sent: the OpenLineage transport "${String(type)}" is none of http and file.`,
    };
  }
  const { OPENLINEAGE_URL, OPENLINEAGE_ENDPOINT, OPENLINEAGE_API_KEY } = env;
  return httpTarget({
    url: OPENLINEAGE_URL,
    ...(OPENLINEAGE_ENDPOINT && { endpoint: OPENLINEAGE_ENDPOINT }),
    ...(OPENLINEAGE_API_KEY && { auth: { type: 'api_key', apikey: OPENLINEAGE_API_KEY } }),
  });
}

type Settings = Readonly<Record<string, unknown>>;

/** Names as a client of OpenLineage reads them: what says a whole object loses against what says a part of it. */
function transportOf(env: NodeJS.ProcessEnv): Settings {
  const transport: Record<string, unknown> = {};
  const names = Object.keys(env).filter(name => /^OPENLINEAGE__TRANSPORT(__|$)/.test(name));
  for (const name of names.sort()) {
    const [, , ...path] = name.toLowerCase().split('__');
    insert(transport, path, parsed(env[name] ?? ''));
  }
  return transport;
}

function insert(into: Record<string, unknown>, [key, ...rest]: readonly string[], value: unknown): void {
  if (key === undefined) Object.assign(into, isSettings(value) ? value : {});
  else if (rest.length === 0) into[key] = value;
  else {
    const inner = { ...(isSettings(into[key]) ? into[key] : {}) };
    insert(inner, rest, value);
    into[key] = inner;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function isSettings(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fileTarget({ log_file_path: path, append }: Settings): LineageTarget | { fault: string } {
  if (typeof path === 'string' && path !== '') return { kind: 'file', path, append: append === true };
  return { fault: 'No lineage of the run was written: OPENLINEAGE__TRANSPORT__LOG_FILE_PATH does not say where to.' };
}

function httpTarget({ url, endpoint, auth, timeout, compression, custom_headers: custom }: Settings) {
  const headers: Record<string, string> = { 'content-type': 'application/json' };
  if (isSettings(custom)) for (const [name, value] of Object.entries(custom)) headers[name] = String(value);
  if (auth !== undefined) {
    const key = isSettings(auth) ? (auth.apikey ?? auth.apiKey ?? auth.api_key) : undefined;
    if (!isSettings(auth) || auth.type !== 'api_key' || key === undefined)
      return {
        fault:
          'No lineage of the run was sent: of OpenLineage\'s kinds of "auth" only api_key, with its key, is known.',
      };
    headers.authorization = `Bearer ${String(key)}`;
  }
  const seconds = Number(timeout);
  return placed(String(url ?? ''), typeof endpoint === 'string' ? endpoint : 'api/v1/lineage', {
    headers,
    timeoutMs: seconds > 0 ? seconds * 1000 : 5000,
    isCompressed: compression === 'gzip',
  });
}

function placed(
  base: string,
  endpoint: string,
  more: Omit<Extract<LineageTarget, { kind: 'http' }>, 'kind' | 'url'>,
): LineageTarget | { fault: string } {
  const whole = `${base.replace(/\/+$/, '')}/${endpoint.replace(/^\/+/, '')}`;
  const url = URL.canParse(whole) ? new URL(whole) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return { kind: 'http', url: whole, ...more };
  return { fault: 'No lineage of the run was sent: the URL that OpenLineage is given is none of http or https.' };
}
