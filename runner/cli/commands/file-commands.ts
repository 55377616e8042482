import { type Command, Option } from 'commander';
import type { Door } from './door.ts';
import { examples, format } from './option-words.ts';

/** The commands about pipeline files: what is wrong with them, how they look, and serving an editor. */
export function addFileCommands(program: Command, door: Door): void {
  addCheck(program, door);
  addGraph(program, door);
  addExport(program, door);
  addImport(program, door);
  addLanguageServer(program, door);
}

function addCheck(program: Command, door: Door): void {
  program
    .command('check')
    .summary('print the problems of pipeline files')
    .description('Prints the problems of pipeline files. Exit code: 0 no errors, 1 errors, 2 a file cannot be read.')
    .argument('[file...]', 'files, folders, or - for stdin; without any, every pipeline below the current folder')
    .addOption(format('text', 'json'))
    .addHelpText(
      'after',
      examples('check', 'check churn.pipeline.yaml', 'check pipelines --format json', 'check - < draft.yaml'),
    )
    .action(async (files, options) => {
      const { check } = await import('../check/check-command.ts');
      door.done(await check(files, options));
    });
}

function addGraph(program: Command, door: Door): void {
  program
    .command('graph')
    .summary('print the graph of a pipeline')
    .description('Prints the graph of a pipeline. Exit code: 0, or 1 when the file has errors (what can be drawn is).')
    .argument('<file>', 'the pipeline file, or - for stdin')
    .addOption(format('mermaid', 'dot', 'json'))
    .addHelpText(
      'after',
      examples('graph churn.pipeline.yaml', 'graph churn.pipeline.yaml --format dot | dot -Tsvg > churn.svg'),
    )
    .action(async (file, options) => {
      const { graph } = await import('../graph-command.ts');
      door.done(await graph(file, options));
    });
}

function addExport(program: Command, door: Door): void {
  program
    .command('export')
    .summary('write a pipeline for another engine')
    .description(
      'Writes a pipeline as plain files for another engine, and tells first what is lost there. ' +
        'Exit code: 0, or 1 when it would do something else there; then nothing is written.',
    )
    .argument('<file>', 'the pipeline file, or - for stdin')
    .addOption(new Option('--to <engine>', 'the engine').choices(['airflow', 'argo', 'github']).makeOptionMandatory())
    .option('--out <folder>', 'the folder to write to, instead of that of the pipeline')
    .option('--strict', 'write nothing when anything is lost')
    .option('--force', 'replace files that were written or edited by somebody')
    .addOption(format('text', 'json'))
    .addHelpText('after', examples('export churn.pipeline.yaml --to airflow --out dags'))
    .action(async (file, options) => {
      const { exportPipeline } = await import('../export/export-command.ts');
      door.done(await exportPipeline(file, options));
    });
}

function addImport(program: Command, door: Door): void {
  program
    .command('import')
    .summary('make a pipeline of the file of another tool')
    .description(
      'Makes a pipeline of a workflow of GitHub, GitLab CI or Argo, a dvc.yaml or a Makefile, and tells first what is lost. ' +
        'Exit code: 0, or 1 when something of it must be mended by hand.',
    )
    .argument('<file>', 'the file of the other tool, or - for stdin')
    .addOption(new Option('--from <tool>', 'what it is, where that cannot be seen').choices([...importSources]))
    .option('--out <file>', 'the pipeline file to write; without it, it is printed')
    .option('--force', 'replace the file when it is there')
    .addOption(format('text', 'json'))
    .addHelpText('after', examples('import .github/workflows/ci.yml', 'import dvc.yaml --out train.pipeline.yaml'))
    .action(async (file, options) => {
      const { importPipeline } = await import('../import/import-command.ts');
      door.done(await importPipeline(file, options));
    });
}

const importSources = ['github', 'gitlab', 'dvc', 'argo', 'make'];

function addLanguageServer(program: Command, door: Door): void {
  program
    .command('lsp')
    .summary('serve an editor as a language server')
    .description('Serves an editor by the Language Server Protocol over stdin and stdout.')
    .option('--stdio', 'the way to talk, which there is only one of')
    .addHelpText('after', examples('lsp --stdio'))
    .action(async options => {
      const { serveLanguage } = await import('../lsp-command.ts');
      await serveLanguage(options, door.entry);
    });
}
