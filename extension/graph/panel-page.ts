import { t } from '@vscode/l10n';

/** Where the page finds its parts, as addresses that its panel may load. */
export interface PageParts {
  readonly script: string;
  readonly styles: string;
  /** What a content security policy calls the panel's own files. */
  readonly source: string;
  /** Fresh for each page. */
  readonly nonce: string;
  /** Of the pipeline file. */
  readonly uri: string;
  /** Its path, where it has one. */
  readonly file?: string;
  /** As `de`; absent: English. */
  readonly language?: string;
  /** What the page says, in that language, by what it says in English. */
  readonly words?: object;
}

/**
 * The page of a graph. It runs one script and loads one style sheet, nothing else and nothing from elsewhere.
 */
export function panelPage(parts: PageParts): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${parts.nonce}'`,
    `style-src ${parts.source}`,
    // A picture to be saved becomes a PNG by way of an image.
    'img-src data:',
    // The layout of large graphs works beside the page, in a worker from the page's own script.
    'worker-src blob:',
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escaped(parts.language ?? 'en')}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${escaped(parts.styles)}">
<title>${escaped(t`Pipeline graph`)}</title>
</head>
<body data-words="${escaped(JSON.stringify(parts.words ?? {}))}" data-uri="${escaped(parts.uri)}" data-vscode-context="${escaped(JSON.stringify(menuContext(parts)))}">
<header>
<h1 class="unseen">${escaped(t`Pipeline graph`)}</h1>
<div id="tools" role="toolbar" aria-label="${escaped(t`Graph`)}">
<input id="search" type="search" placeholder="${escaped(t`Search Tasks`)}" aria-label="${escaped(t`Search tasks`)}" spellcheck="false">
<output id="found"></output>
<button id="focus" disabled>${escaped(t`Focus`)}</button>
<span id="levels" hidden><button id="fewer" title="${escaped(t`Fewer Levels`)}" aria-label="${escaped(t`Fewer levels`)}">−</button><span id="level-count"></span><button id="more" title="${escaped(t`More Levels`)}" aria-label="${escaped(t`More levels`)}">+</button></span>
<button id="folding" hidden>${escaped(t`Fold`)}</button>
<button id="direction"></button>
<button id="time-button" aria-pressed="false" aria-controls="time" title="${escaped(t`Show When Each Task Ran`)}">${escaped(t`Time`)}</button>
<button id="table-button" aria-pressed="false" aria-controls="table" title="${escaped(t`Show the Graph as a Table Too`)}">${escaped(t`Table`)}</button>
</div>
</header>
<p id="notice" role="status"></p>
<div id="view">
<main id="stage" aria-label="${escaped(t`Pipeline graph`)}"></main>
<div id="busy" role="progressbar" aria-label="${escaped(t`Laying out the graph`)}" hidden></div>
<div id="minimap" aria-hidden="true" hidden></div>
</div>
<section id="time" aria-label="${escaped(t`Time`)}" hidden>
<div id="time-head"><span id="time-title"></span><button id="next-button" aria-pressed="false" title="${escaped(t`Show How Long the Next Run Will Take`)}">${escaped(t`Next Run`)}</button></div>
<div id="time-rows" role="listbox" aria-label="${escaped(t`Tasks in time`)}" tabindex="0"></div>
<p id="time-empty" hidden></p>
</section>
<section id="table" aria-label="${escaped(t`Tasks`)}" tabindex="0" hidden></section>
<p id="message" role="status" hidden></p>
<p id="live" role="status" aria-live="polite"></p>
<div id="card" role="tooltip" hidden></div>
<footer>
<span id="summary"></span>
<select id="save" aria-label="${escaped(t`Save or print the graph`)}" title="${escaped(t`Save the Graph as a File, or Print It`)}">
<option>${escaped(t`Save as…`)}</option><option value="svg">SVG</option><option value="png">PNG</option><option value="mmd">Mermaid</option><option value="print">${escaped(t`Print…`)}</option>
</select>
<button id="zoom-out" title="${escaped(t`Zoom Out (-)`)}" aria-label="${escaped(t`Zoom out`)}">−</button>
<button id="zoom-in" title="${escaped(t`Zoom In (+)`)}" aria-label="${escaped(t`Zoom in`)}">+</button>
<button id="fit" title="${escaped(t`Show the Whole Graph (0)`)}">${escaped(t`Fit`)}</button>
</footer>
<script nonce="${escaped(parts.nonce)}" src="${escaped(parts.script)}"></script>
</body>
</html>
`;
}

/** What the editor's own menus over the page are given, and with them the commands; nodes add to it. */
function menuContext({ file }: PageParts): object {
  return { webviewSection: 'graph', preventDefaultContextMenuItems: true, ...(file === undefined ? {} : { file }) };
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, sign => `&#${sign.charCodeAt(0)};`);
}
