import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The page. `main/build.mjs` builds it into `out/renderer`; relative addresses let both hosts serve it from any root. */
export default defineConfig({
  root: 'renderer',
  base: './',
  publicDir: false,
  plugins: [react()],
  worker: { format: 'es' },
  build: {
    outDir: '../out/renderer',
    emptyOutDir: true,
    // The self-test is a page of its own: it has an engine of its own, and needs nothing of the seat.
    rolldownOptions: { input: ['index.html', 'self-test.html'].map((page) => fileURLToPath(new URL(`renderer/${page}`, import.meta.url))) },
    target: 'es2024',
    // Cornerstone is one large library on purpose; the page is read from this machine.
    chunkSizeWarningLimit: 12_000,
    // Fonts and codecs stay files: the content security policy allows no data: scripts and the cache is the disk.
    assetsInlineLimit: 0,
  },
  optimizeDeps: {
    // Development only: the codecs are CommonJS.
    include: [
      '@cornerstonejs/codec-charls/decodewasmjs',
      '@cornerstonejs/codec-openjpeg/decodewasmjs',
      '@cornerstonejs/codec-openjph/wasmjs',
      '@cornerstonejs/codec-libjxl/decodewasmjs',
    ],
  },
});
