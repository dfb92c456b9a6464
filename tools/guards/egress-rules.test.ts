import { describe, expect, it } from 'vitest';
import { checkWaysOut, waysOut } from './egress-rules.ts';
import { readServerSources } from './repository-guards.ts';

const name = 'server/src/modules/campaigns/sneak.ts';
const found = (text: string) => checkWaysOut([{ name, text }], {});

describe('the guard of ways out', () => {
  it.each([
    ['fetch', "export const go = () => fetch('https://example.com');"],
    ['undici', "import { request } from 'undici';"],
    ['https of Node', "import https from 'node:https';"],
    ['a plain socket', "import { isIP, connect } from 'node:net';"],
    ['TLS', "import { connect } from 'node:tls';"],
    ['UDP', "import { createSocket } from 'node:dgram';"],
    ['mail', "import { createTransport } from 'nodemailer';"],
    ['S3', "import { S3Client } from '@aws-sdk/client-s3';"],
    ['a client loaded at run time', "const http = await import('node:http');"],
    ['another database', 'const client = new pg.Client({ connectionString });'],
    ['a browser socket', "new WebSocket('wss://example.com')"],
  ])('sees %s', (_what, text) => {
    expect(found(text)).toHaveLength(1);
  });

  it('lets types, servers, own methods and comments pass', () => {
    expect(
      found("import type { Socket } from 'node:net';\nimport { createServer } from 'node:net';\nimport { isIP } from 'node:net';"),
    ).toEqual([]);
    expect(found('const a = (await this.fetch(x), media.fetch(y));\n// fetch(z)\n/* fetch(z) */')).toEqual([]);
  });

  it('wants no stale entry in its list', () => {
    expect(checkWaysOut([], { 'server/src/gone.ts': 'was needed' })).toHaveLength(1);
  });

  it('holds in the server', async () => {
    const sources = await readServerSources();
    expect(sources.length).toBeGreaterThan(300);
    expect(checkWaysOut(sources, waysOut)).toEqual([]);
  });
});
