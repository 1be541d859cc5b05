import { defineConfig } from 'vite';

/** The pages: an HTML file each and hashed assets, from what the compiler wrote to dist/page. */
export default defineConfig({
  base: '/',
  build: {
    outDir: 'dist/public',
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rollupOptions: { input: ['index.html', 'language.html', 'shopify.html', 'shopify-install.html'] },
  },
});
