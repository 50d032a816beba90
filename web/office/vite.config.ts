import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const server = process.env.FUYAO_SERVER ?? 'http://127.0.0.1:5080';

export default defineConfig({
  base: '/office/',
  plugins: [react()],
  // One house style for chunk names, so that the size budget can find a route's chunk by its feature.
  build: { target: 'es2022', sourcemap: false, manifest: 'manifest.json', chunkSizeWarningLimit: 1200 },
  server: { proxy: { '/api': { target: server, changeOrigin: false } } },
  preview: { proxy: { '/api': { target: server, changeOrigin: false } } },
});
