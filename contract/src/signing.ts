import { z } from 'zod';

/** `GET /v1/signing-key`: the public half of the key that signs receipts and reports. */
export const SigningKey = z.object({
  key_id: z.string(),
  algorithm: z.literal('Ed25519'),
  public_key: z.string().describe('SubjectPublicKeyInfo in PEM'),
  former: z
    .array(z.object({ key_id: z.string(), public_key: z.string(), replaced_at: z.iso.datetime() }))
    .describe('Keys that signed before, newest first; what they signed stays proved'),
});
export type SigningKey = z.infer<typeof SigningKey>;

/** The signature of a document: Ed25519 over the document in the canonical form of RFC 8785. */
export const DocumentSignature = z.object({ algorithm: z.literal('Ed25519'), key_id: z.string(), value: z.string().describe('Base64') });
export type DocumentSignature = z.infer<typeof DocumentSignature>;
