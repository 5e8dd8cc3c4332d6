import { reactRouter } from '@react-router/dev/vite';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [reactRouter()],
  build: {
    target: 'es2022',
    sourcemap: false,
    // One style sheet, cached for good: a page asks for nothing more on a slow line.
    cssCodeSplit: false,
    rolldownOptions: {
      // Loading a module of ours does nothing by itself. A page that takes a word from a module's index.ts
      // then does not bring the queries behind it to the browser.
      treeshake: { moduleSideEffects: [{ test: /\/src\/(kernel|documents|platform|modules)\//, sideEffects: false }] },
    },
  },
});
