import type { EngineTx } from '#platform/db/tx';
import { mediaLifetimesMs, type FileKind } from '#whatsapp/media-rules';
import type { MediaContext } from './media-context.ts';
import { sealColumn } from './media-keys.ts';
import { insertInboundMedia, type NewInboundMedia } from './media.sql.ts';

/** A file that an incoming message shows. Ids of ours are database ids; `id` is a fresh one. */
export type InboundMedia = {
  workspaceId: string;
  id: string;
  contactId: string;
  numberId: string;
  messageId: string;
  kind: FileKind;
  mimeType: string;
  filename: string | null;
  /** WhatsApp's id of the file, valid for seven days. */
  providerMediaId: string;
  /** Address in the webhook, valid for five minutes from `occurredAt`. */
  url: string | null;
  /** As the webhook gives it: hex or base64. */
  sha256: string | null;
  /** WhatsApp's time of the message. */
  occurredAt: Date;
};

/** What is sealed beside a file until it is fetched. Times are ISO text. */
export type ProviderRef = { id: string; url: string | null; urlUntil: string; sha256: string | null; receivedAt: string };

/**
 * Registers the files of new incoming messages in the transaction that stores the messages; at commit the fetchers start. One
 * statement for all. Files of contacts without a living key are left out: nobody could open them. Idempotent by id.
 */
export async function registerInbound(
  ctx: Pick<MediaContext, 'keyring' | 'clock'>,
  tx: EngineTx,
  files: readonly InboundMedia[],
): Promise<void> {
  if (files.length === 0) return;
  const keys = await ctx.keyring.contactKeys(files, tx);
  const now = ctx.clock.now();
  const rows = files.flatMap((file): NewInboundMedia[] => {
    const key = keys.get(file.contactId)?.primary;
    if (key === undefined) return [];
    const ref: ProviderRef = {
      id: file.providerMediaId,
      url: file.url,
      urlUntil: new Date(file.occurredAt.getTime() + mediaLifetimesMs.url).toISOString(),
      sha256: file.sha256,
      receivedAt: now.toISOString(),
    };
    const { workspaceId, id, contactId, numberId, messageId, kind, mimeType, filename } = file;
    return [
      {
        workspaceId,
        id,
        contactId,
        numberId,
        messageId,
        kind,
        mimeType: mimeType.slice(0, 200),
        filenameSealed: filename === null ? null : sealColumn(key, workspaceId, id, 'filename', filename),
        providerRefSealed: sealColumn(key, workspaceId, id, 'provider_ref', JSON.stringify(ref)),
      },
    ];
  });
  if (rows.length > 0) await tx.query(insertInboundMedia(rows, now));
}
