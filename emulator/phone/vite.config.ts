import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const emulatorUrl = process.env['EMULATOR_URL'] ?? 'http://127.0.0.1:4010';

// oxlint-disable-next-line import/no-default-export -- Vite reads its configuration from the default export.
export default defineConfig({
  plugins: [react()],
  server: { host: '127.0.0.1', proxy: { '/emulator': { target: emulatorUrl, changeOrigin: true } } },
  build: {
    target: 'es2023',
    outDir: 'dist',
    // A data: URL for small files would need a wider content policy than the emulator sends.
    assetsInlineLimit: 0,
  },
});
