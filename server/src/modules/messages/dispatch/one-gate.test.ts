import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = new URL('../../../', import.meta.url).pathname;

/** Sources of the server without tests, by path below server/src. */
const sources = new Map(
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'))
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [relative(root, path), readFileSync(path, 'utf8')] as const;
    }),
);

function filesWith(pattern: RegExp): string[] {
  return [...sources].filter(([, text]) => pattern.test(text)).map(([path]) => path);
}

describe('the one way to WhatsApp', () => {
  it('is a claim that passed the gate: the API, the inbox, bots and campaigns have no other', () => {
    // Only one file hands a message to the driver …
    expect(filesWith(/\bprovider\.send\(/)).toEqual(['modules/messages/dispatch/send-claimed.ts']);
    // … it takes claimed messages alone, and those are made in the claim, which asks the gate.
    expect(sources.get('modules/messages/dispatch/send-claimed.ts')).toMatch(
      /export async function sendClaimed\([^)]*message: ClaimedMessage/,
    );
    expect(filesWith(/\bas ClaimedMessage\b/)).toEqual(['modules/messages/dispatch/claim.ts']);
    expect(filesWith(/\bsendClaimed\(/)).toEqual(['modules/messages/dispatch/dispatcher.ts', 'modules/messages/dispatch/send-claimed.ts']);
    expect(filesWith(/\bdecideGate\(/)).toEqual(['modules/messages/dispatch/claim.ts', 'modules/messages/dispatch/gate.ts']);
  });

  it('reads consent in the statement of the claim', () => {
    const claim = sources.get('modules/messages/dispatch/dispatch.sql.ts') ?? '';
    const statement = claim.slice(claim.indexOf('export function selectReady'), claim.indexOf('export type ClaimedKey'));
    for (const table of ['consent_states', 'suppressions', 'contact_identifiers', 'consent_settings']) expect(statement).toContain(table);
  });

  it('has one port on the driver, so that a second way would be seen', () => {
    // Marking as read goes to the same address and says nothing to the customer.
    expect(filesWith(/Id\}\/messages`/).filter((path) => path.startsWith('whatsapp/'))).toEqual([
      'whatsapp/cloud/management-calls.ts',
      'whatsapp/cloud/send.ts',
    ]);
    expect(filesWith(/createCloudDriver\(/)).toEqual(['roles/modules.ts', 'whatsapp/cloud/driver.ts']);
  });
});
