import { defineConfig } from 'vite';

/** GraphiQL as static files of our own: nothing is fetched from elsewhere. */
export default defineConfig({
  base: '/graphiql/',
  logLevel: 'error',
  build: { outDir: '../dist/graphiql', emptyOutDir: true, assetsInlineLimit: 0, chunkSizeWarningLimit: 10_000 },
  worker: { format: 'es' },
});
