import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Plugin } from 'vite';

const require = createRequire(import.meta.url);

/** Address below /emoji/ and file of the npm package, for the languages in which emoji can be searched. */
const files: Readonly<Record<string, string>> = {
  'en/data.json': require.resolve('emojibase-data/en/data.json'),
  'en/messages.json': require.resolve('emojibase-data/en/messages.json'),
  'ms/data.json': require.resolve('emojibase-data/ms/data.json'),
  'ms/messages.json': require.resolve('emojibase-data/ms/messages.json'),
};

/** Serves the names of all emoji under /emoji/, in development and in the build, so that no other server is asked. */
export function emojiData(): Plugin {
  return {
    name: 'emoji-data',
    configureServer(server) {
      server.middlewares.use('/emoji', (request, response, next) => {
        const file = files[request.url?.slice(1) ?? ''];
        if (file === undefined) {
          next();
          return;
        }
        readFile(file).then((data) => response.setHeader('content-type', 'application/json').end(data), next);
      });
    },
    async generateBundle() {
      for (const [path, file] of Object.entries(files)) {
        this.emitFile({ type: 'asset', fileName: `emoji/${path}`, source: await readFile(file) });
      }
    },
  };
}
