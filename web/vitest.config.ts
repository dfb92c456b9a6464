import { lingui, linguiTransformerBabelPreset } from '@lingui/vite-plugin';
import babel from '@rolldown/plugin-babel';
import { defineConfig } from 'vitest/config';

/** Tests of the dashboard: pure functions with translated sentences, so the same message transforms as the build. */
// oxlint-disable-next-line import/no-default-export -- Vitest reads its configuration from the default export.
export default defineConfig({
  plugins: [lingui({ failOnCompileError: true }), babel({ presets: [linguiTransformerBabelPreset()] })],
  test: { name: 'web', include: ['src/**/*.test.ts', 'scripts/**/*.test.ts'], environment: 'node', env: { TZ: 'UTC' } },
});
