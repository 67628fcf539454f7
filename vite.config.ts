import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Builds the dashboard into `dist/dashboard`, from where the server serves it. */
export default defineConfig({
  root: join(import.meta.dirname, 'src', 'dashboard'),
  plugins: [react()],
  build: {
    outDir: join(import.meta.dirname, 'dist', 'dashboard'),
    emptyOutDir: true,
    // What would be inlined is then no file of ours, and the pages' policy allows nothing else.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
