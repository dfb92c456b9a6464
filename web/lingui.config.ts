import { defineConfig } from '@lingui/cli';
import { formatter } from '@lingui/format-po';

/**
 * Languages and catalogues of the dashboard. English is the source; every other catalogue is written by hand. A language is offered
 * (`src/lib/i18n.ts`) once its catalogue is complete; until then it may have gaps here.
 */
// oxlint-disable-next-line import/no-default-export -- Lingui reads its configuration from the default export.
export default defineConfig({
  sourceLocale: 'en',
  locales: ['en', 'id', 'hi'],
  catalogs: [{ path: '<rootDir>/src/locales/{locale}', include: ['src'] }],
  format: formatter({ lineNumbers: false, origins: false }),
  orderBy: 'message',
});
