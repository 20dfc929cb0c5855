import type { InlineConfig } from 'vite';

/** The pages are plain files served from `/` by the sandbox; the worker is a classic script, as it loads card bundles by `importScripts`. */
export const webConfig: InlineConfig = {
  root: import.meta.dirname,
  configFile: false,
  esbuild: { jsx: 'automatic' },
  define: { 'process.env.NODE_ENV': JSON.stringify('production') },
  worker: { format: 'iife' },
  build: { outDir: 'dist', emptyOutDir: false, sourcemap: false, chunkSizeWarningLimit: 2_000 },
};
