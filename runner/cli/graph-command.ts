import { resolve } from 'node:path';
import { analyse } from '../../pipeline/analyse.ts';
import { dotOf } from '../../pipeline/dot.ts';
import { graphOf } from '../../pipeline/graph.ts';
import { mermaidOf } from '../../pipeline/mermaid.ts';
import { withInside } from '../../pipeline/uses/graph-inside.ts';
import { lookInside } from '../../pipeline/uses/look-inside.ts';
import { readPipelineFile, shownName } from './pipeline-file.ts';
import { UsedReader } from './uses/used-reader.ts';

/** `dagwright graph`: prints the graph of a pipeline, with what it uses, as far as the text tells it; answers the exit code, which is 1 when the text has errors. */
export async function graph(file: string, options: { readonly format: 'mermaid' | 'dot' | 'json' }): Promise<number> {
  const analysis = analyse((await readPipelineFile(file)).text);
  const { syntax, pipeline } = analysis;
  const reader = new UsedReader();
  await reader.readAround(analysis, resolve(file));
  const drawn = withInside(graphOf(syntax, pipeline), syntax, lookInside(reader, resolve(file)));
  switch (options.format) {
    case 'mermaid':
      process.stdout.write(mermaidOf(drawn));
      break;
    case 'dot':
      process.stdout.write(dotOf(drawn));
      break;
    case 'json':
      process.stdout.write(`${JSON.stringify(drawn, undefined, 2)}\n`);
      break;
    default:
      options.format satisfies never;
  }
  if (pipeline) return 0;
  process.stderr.write(
    `${shownName(file)} has errors, so the graph may lack something. See: dagwright check ${shownName(file)}\n`,
  );
  return 1;
}
