import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { reactRouter } from '@react-router/dev/vite';
import { defineConfig, type Plugin } from 'vite';

export default defineConfig({
  plugins: [reactRouter(), compressedAssets()],
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

/** Scripts and styles are sent as they were compressed once, with the best a slow line can get. */
function compressedAssets(): Plugin {
  return {
    name: 'opora:compressed-assets',
    apply: 'build',
    applyToEnvironment: ({ name }) => name === 'client',
    async writeBundle({ dir }) {
      const assets = join(dir ?? '', 'assets');
      for (const name of (await readdir(assets)).filter((each) => /\.(js|css|svg)$/.test(each))) {
        const bytes = await readFile(join(assets, name));
        await writeFile(join(assets, `${name}.br`), await promisify(brotliCompress)(bytes));
        await writeFile(join(assets, `${name}.gz`), await promisify(gzip)(bytes, { level: 9 }));
      }
    },
  };
}
