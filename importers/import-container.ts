import { entryOf, scalarOf, scalarsOf, valueUnder } from '../pipeline/reading/fields.ts';
import type { ScalarSyntax, ValueSyntax } from '../pipeline/syntax.ts';
import type { ImportedTask, ImportLosses } from './imported.ts';
import { tellUnread } from './yaml-file.ts';

type WithContainer = Pick<ImportedTask, 'container'>;
type Convert = (text: string, at: ScalarSyntax) => string;

/** The `container` of a GitHub job: an image, or an image with its details. */
export function githubContainer(job: ValueSyntax | undefined, convert: Convert, losses: ImportLosses): WithContainer {
  const entry = entryOf(job, 'container');
  const found = entry?.value;
  const image = found?.kind === 'scalar' ? found : scalarOf(found, 'image');
  if (!entry || !image || image.text === '') return {};
  tellUnread(found, ['image', 'volumes', 'options'], 'the container', losses);
  const options = scalarOf(found, 'options');
  const isPlain = options === undefined || !/["'\\]|\$\{\{/.test(options.text);
  if (options && !isPlain) losses.lost(options, 'The options of the container stand in quotes: write them as a list.');
  return {
    container: {
      image: convert(image.text, image),
      volumes: scalarsOf(valueUnder(found, 'volumes')).map(volume => convert(volume.text, volume)),
      options: options && isPlain ? options.text.split(/\s+/).filter(Boolean) : [],
    },
  };
}

/** The `image` of a GitLab job, of `default`, or of the file. */
export function gitlabContainer(
  job: ValueSyntax | undefined,
  root: ValueSyntax | undefined,
  losses: ImportLosses,
): WithContainer {
  const entry = entryOf(job, 'image') ?? entryOf(valueUnder(root, 'default'), 'image') ?? entryOf(root, 'image');
  const found = entry?.value;
  const image = found?.kind === 'scalar' ? found : scalarOf(found, 'name');
  if (!image) return {};
  tellUnread(found, ['name', 'docker'], 'the image', losses);
  if (image.text.includes('$')) {
    losses.lost(image, `\`${image.text}\` holds a variable of GitLab: write the image into \`container\`.`);
    return {};
  }
  const user = scalarOf(valueUnder(found, 'docker'), 'user')?.text;
  return { container: { image: image.text, volumes: [], options: [], ...(user === undefined ? {} : { user }) } };
}

/** The lines of a task that say its container. */
export function containerLines({ container }: WithContainer): readonly string[] {
  if (!container) return [];
  const { image, volumes, options, user } = container;
  const list = (words: readonly string[]) => `[${words.map(word => JSON.stringify(word)).join(', ')}]`;
  const details = [
    ...(volumes.length === 0 ? [] : [`volumes: ${list(volumes)}`]),
    ...(user === undefined ? [] : [`user: ${JSON.stringify(user)}`]),
    ...(options.length === 0 ? [] : [`options: ${list(options)}`]),
  ];
  if (details.length === 0) return [`  container: ${JSON.stringify(image)}`];
  return [`  container: { image: ${JSON.stringify(image)}, ${details.join(', ')} }`];
}
