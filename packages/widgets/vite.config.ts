import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** One file per bundle, Lit within: what other sites load with one tag. */
export default defineConfig({
  build: {
    outDir: 'dist/bundles',
    target: 'es2022',
    lib: { entry: { profile: fileURLToPath(new URL('dist/profile.js', import.meta.url)) }, formats: ['es'] },
  },
});
