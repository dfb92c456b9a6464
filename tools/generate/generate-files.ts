import { generateConfigReference } from '../../server/src/config/reference.ts';
import { generateSchemaDump } from '../../server/src/platform/db/schema-dump.ts';
import { readAsvs } from '../guards/asvs.ts';
import { migrationOrderFile } from '../guards/migration-order.ts';
import { generateMigrationOrder, readServerSources } from '../guards/repository-guards.ts';
import { generateAsvsPage } from './asvs-page.ts';
import { generateEngineAccess } from './engine-access.ts';
import { generateErrorsReference } from './errors-reference.ts';
import { generateEventsReference } from './events-reference.ts';
import { generateOpenApi } from './openapi.ts';

/**
 * Everything in the repository that is made from something else, as path and content. Nothing is written here: `npm run
 * generate` writes it, `npm run check` compares it.
 */
export async function generateFiles(): Promise<Map<string, string>> {
  const [schema, order, openApi, sources, asvs] = await Promise.all([
    generateSchemaDump(),
    generateMigrationOrder(),
    generateOpenApi(),
    readServerSources(),
    readAsvs(),
  ]);
  const config = generateConfigReference();
  return new Map([
    ['server/migrations/schema.sql', schema],
    [migrationOrderFile, order],
    ['docs/reference/configuration.md', config.markdown],
    ['.env.example', config.envExample],
    ['docs/reference/errors.md', generateErrorsReference()],
    ['docs/reference/asvs.md', generateAsvsPage(asvs)],
    ['docs/reference/events.md', generateEventsReference()],
    ['docs/reference/openapi.json', openApi],
    ['docs/reference/cross-workspace-code.md', generateEngineAccess(sources)],
  ]);
}
