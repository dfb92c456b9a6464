import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Plugin } from 'vite';

const files = ['data.json', 'messages.json'];
const locales = ['en', 'ms'];
const source = createRequire(import.meta.url);

/** Serves the names of all emoji from the npm package under /emoji/, in development and in the build, so that no other server is asked. */
export function emojiData(): Plugin {
  const paths = locales.flatMap((locale) => files.map((file) => `${locale}/${file}`));
  return {
    name: 'emoji-data',
    configureServer(server) {
      server.middlewares.use('/emoji', (request, response, next) => {
        const path = paths.find((candidate) => request.url === `/${candidate}`);
        if (path === undefined) {
          next();
          return;
        }
        readFile(source.resolve(`emojibase-data/${path}`)).then(
          (data) => response.setHeader('content-type', 'application/json').end(data),
          next,
        );
      });
    },
    async generateBundle() {
      for (const path of paths) {
        this.emitFile({ type: 'asset', fileName: `emoji/${path}`, source: await readFile(source.resolve(`emojibase-data/${path}`)) });
      }
    },
  };
}
