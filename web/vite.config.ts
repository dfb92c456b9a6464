import { lingui, linguiTransformerBabelPreset } from '@lingui/vite-plugin';
import babel from '@rolldown/plugin-babel';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { emojiData } from './emoji-data.ts';

const apiUrl = process.env['KABAR_API_URL'] ?? 'http://127.0.0.1:7000';
const apiPaths = ['/v1', '/graph', '/webhooks', '/openapi.json', '/reference', '/docs', '/phone', '/healthz', '/readyz'];

// oxlint-disable-next-line import/no-default-export -- Vite reads its configuration from the default export.
export default defineConfig({
  plugins: [
    react(),
    lingui({ failOnCompileError: true }),
    babel({ presets: [linguiTransformerBabelPreset()] }),
    tailwindcss(),
    emojiData(),
  ],
  server: {
    host: '127.0.0.1',
    proxy: Object.fromEntries(apiPaths.map((path) => [path, { target: apiUrl, changeOrigin: false }])),
  },
  build: {
    target: 'es2023',
    outDir: 'dist',
    // A data: URL for small assets would need a wider content policy than the server sends.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 400,
  },
});
