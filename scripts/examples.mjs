import { join } from 'node:path';
import { projectFolder } from './folders.mjs';

/** The folder that `npm start` opens. */
export const examplesFolder = join(projectFolder, 'examples');

/** The pipeline that stands open at the first look. */
export const firstExample = join(examplesFolder, 'penguins', 'penguins.pipeline.yaml');
