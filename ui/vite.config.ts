// How the one stylesheet and the one script are built: fixed names, no hashes (the manifest has them).
import { defineConfig } from 'vite';

export default defineConfig({
  base: '/assets/',
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: ['chrome111', 'firefox113', 'safari16.4'],
    modulePreload: false,
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: { app: 'src/app.ts', 'notify-sw': 'src/notify-sw.ts' },
      output: { entryFileNames: '[name].js', assetFileNames: 'app[extname]' },
    },
  },
});
