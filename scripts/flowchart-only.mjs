// Leaves out of a bundle what Mermaid would load only for other diagrams than flowcharts, and its layouts: three quarters.
const needed = /\/flowDiagram-[^/]*$/;

/** @type {import('esbuild').Plugin} */
export const flowchartOnly = {
  name: 'flowchart-only',
  setup(build) {
    let found = 0;
    build.onResolve({ filter: /.*/ }, ({ kind, importer, path }) => {
      if (kind !== 'dynamic-import' || !/[\\/]mermaid[\\/]dist[\\/]/.test(importer)) return undefined;
      if (!needed.test(path)) return { path, namespace: 'left-out' };
      found++;
      return undefined;
    });
    build.onLoad({ filter: /.*/, namespace: 'left-out' }, ({ path }) => ({
      contents: `throw new Error(${JSON.stringify(`${path} is not in this bundle`)});`,
    }));
    build.onEnd(result => {
      if (result.errors.length === 0 && found === 0) {
        return { errors: [{ text: 'Mermaid has no flowDiagram chunk any more: see flowchart-only.mjs' }] };
      }
      return undefined;
    });
  },
};
