import { registerHooks } from 'node:module';

/** Imported before the server starts, this leaves its request log out: the floor of what the log costs. The server has no such setting. */
const source = `
export const createRequestWriter = () => ({ record() {}, async flush() {}, start() {}, async stop() {} });
`;
registerHooks({
  load(url, context, nextLoad) {
    if (!url.endsWith('/modules/request-log/request-writer.ts')) return nextLoad(url, context);
    return { format: 'module', source, shortCircuit: true };
  },
});
