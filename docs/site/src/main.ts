// Builds the documentation: `node docs/site/src/main.ts --outDir <folder>`.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildSite } from './build-site.ts';

const repository = join(import.meta.dirname, '../../..');
const { values } = parseArgs({ options: { outDir: { type: 'string', default: join(repository, 'docs/site/dist') } } });
const { pageCount } = await buildSite(repository, values.outDir);
console.log(`Built ${pageCount} pages into ${values.outDir}`);
