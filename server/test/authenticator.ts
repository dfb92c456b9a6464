import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { PasskeyAnswer } from '@kabar/contract';
import { isoCBOR } from '@simplewebauthn/server/helpers';

/** An authenticator in software: one passkey of one host, as a phone or a key would keep it. */
export type TestAuthenticator = {
  /** Answers the question that makes a passkey. */
  make(question: object): PasskeyAnswer;
  /** Answers the question that a passkey proves itself with. `counter` as the device counts; by default one more each time. */
  answer(question: object, change?: { origin?: string; userHandle?: string; verified?: boolean; counter?: number }): PasskeyAnswer;
};

const flags = { present: 1, verified: 4, attested: 64 };

/** Makes one for the origin of a dashboard. Source: WebAuthn Level 3, sections 5.8.1, 6.1 and 6.5.4, read 2026-11-21. */
export function createTestAuthenticator(origin: string): TestAuthenticator {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const id = randomBytes(16);
  const rpIdHash = createHash('sha256').update(new URL(origin).hostname).digest();
  let userHandle = '';
  let counter = 0;
  const clientData = (type: string, question: object, from: string): Buffer =>
    Buffer.from(JSON.stringify({ type, challenge: Reflect.get(question, 'challenge'), origin: from, crossOrigin: false }));
  const wrap = (response: Record<string, string>): PasskeyAnswer => ({
    id: id.toString('base64url'),
    rawId: id.toString('base64url'),
    type: 'public-key',
    clientExtensionResults: {},
    response,
  });
  return {
    make: (question) => {
      userHandle = String(Reflect.get(Reflect.get(question, 'user') as object, 'id')); // the server's own options
      const cose = new Map<number, number | Uint8Array>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, new Uint8Array(Buffer.from(x, 'base64url'))],
        [-3, new Uint8Array(Buffer.from(y, 'base64url'))],
      ]);
      const authData = Buffer.concat([
        rpIdHash,
        Buffer.from([flags.present | flags.verified | flags.attested, 0, 0, 0, 0]),
        Buffer.alloc(16),
        Buffer.from([0, id.length]),
        id,
        Buffer.from(isoCBOR.encode(cose)),
      ]);
      const attestation = new Map<string, unknown>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', new Uint8Array(authData)],
      ]);
      return wrap({
        clientDataJSON: clientData('webauthn.create', question, origin).toString('base64url'),
        attestationObject: Buffer.from(isoCBOR.encode(attestation as Parameters<typeof isoCBOR.encode>[0])).toString('base64url'),
      });
    },
    answer: (question, change = {}) => {
      counter = change.counter ?? counter + 1;
      const count = Buffer.alloc(4);
      count.writeUInt32BE(counter);
      const authData = Buffer.concat([rpIdHash, Buffer.from([flags.present | (change.verified === false ? 0 : flags.verified)]), count]);
      const data = clientData('webauthn.get', question, change.origin ?? origin);
      const signed = Buffer.concat([authData, createHash('sha256').update(data).digest()]);
      return wrap({
        clientDataJSON: data.toString('base64url'),
        authenticatorData: authData.toString('base64url'),
        signature: sign('sha256', signed, privateKey).toString('base64url'),
        userHandle: change.userHandle ?? userHandle,
      });
    },
  };
}
