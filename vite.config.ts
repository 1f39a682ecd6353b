import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Where `npm run dev` finds the API; the built console is served by the program itself. */
const server = process.env.TRIMTAB_URL ?? 'http://127.0.0.1:8420';

const vendor = (name: string, test: RegExp, priority: number) => ({ name, test, priority });

/** Compresses once, while building, what the program would otherwise compress for every visitor. */
const precompress = (): Plugin => ({
  name: 'precompress',
  apply: 'build',
  writeBundle: async ({ dir = '' }) => {
    const files = await readdir(join(dir, 'assets'));
    for (const file of files.filter((name) => /\.(js|css|svg)$/.test(name))) {
      const path = join(dir, 'assets', file);
      const content = await readFile(path);
      const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
      await writeFile(`${path}.br`, await promisify(brotliCompress)(content, quality));
      await writeFile(`${path}.gz`, await promisify(gzip)(content, { level: constants.Z_BEST_COMPRESSION }));
    }
  },
});

export default defineConfig(({ command }) => ({
  plugins: [react(), precompress()],
  // The program replaces the placeholder in every answer; Vite and Griffel put the nonce on what they insert.
  html: command === 'build' ? { cspNonce: '__CSP_NONCE__' } : {},
  build: {
    outDir: 'dist/console',
    emptyOutDir: true,
    target: 'es2023',
    // A data: URL would need an exception in the content security policy.
    assetsInlineLimit: 0,
    sourcemap: false,
    // The charts (ECharts, 540 kB before compression) come with the first page that draws one, in a file of their own.
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      output: {
        // Names of shared chunks list the pages that share them.
        chunkFileNames: ({ name }) => `assets/${name.startsWith('shared~') ? 'shared' : '[name]'}-[hash].js`,
        codeSplitting: {
          groups: [
            vendor('react', /node_modules\/(react|react-dom|scheduler)\//, 30),
            vendor('charts', /node_modules\/(echarts|zrender)\//, 30),
            vendor('contracts', /node_modules\/(zod|decimal\.js|uuid)\//, 20),
            vendor('router', /node_modules\/@tanstack\/(?!react-virtual|virtual-core)/, 20),
            vendor('language', /node_modules\/(i18next|react-i18next)\//, 20),
            // What every visit needs, in one file instead of forty.
            { name: 'start', tags: ['$initial'], priority: 10 },
            // What several pages share, by which of them do; crumbs join their nearest neighbour.
            { name: 'shared', minShareCount: 2, entriesAware: true, entriesAwareMergeThreshold: 20_000 },
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': { target: server, changeOrigin: true } } },
}));
