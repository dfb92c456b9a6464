import { ID_PREFIXES } from '@kabar/contract';
import { notify } from '#modules/notifications';
import type { TenantTx } from '#platform/db/tx';
import { toPublicId } from '#platform/ids';
import type { Mail } from '#platform/mail/mail';
import type { RetentionContext } from './retention-context.ts';
import { selectDeciders, type OpeningRow } from './sealed.sql.ts';

type Person = { memberId: string; name: string; email: string; language: string };
type Words = { subject: string; lines: string[] };

/**
 * Tells everybody who may answer, but for whoever asked, that sealed records are asked for: in the product and by mail. The reason stands on the page
 * alone; it may name somebody.
 */
export async function tellAsked(
  ctx: RetentionContext,
  tx: TenantTx,
  opening: Pick<OpeningRow, 'id' | 'askedBy' | 'expiresAt'>,
): Promise<void> {
  const { workspaceId } = tx;
  const people = await tx.query<Person & { slug: string }>(selectDeciders(workspaceId));
  const asker = people.find(({ memberId }) => memberId === opening.askedBy);
  const openingId = toPublicId(ID_PREFIXES.sealedOpening, opening.id);
  const others = people.filter(({ memberId }) => memberId !== opening.askedBy);
  await notify(ctx, tx, workspaceId, {
    kind: 'sealed_asked',
    memberIds: others.map(({ memberId }) => memberId),
    actor: { kind: 'member', id: opening.askedBy },
    data: { sealed_opening_id: openingId },
    dedupeKey: openingId,
  });
  const until = opening.expiresAt.toISOString().slice(0, 10);
  for (const person of others) {
    const link = `${ctx.publicUrl}/w/${person.slug}/privacy/retention?tab=sealed`;
    const mail = write(person, {
      en: {
        subject: `${asker?.name ?? 'A member'} asks to open sealed records`,
        lines: [
          `${asker?.name ?? 'A member'} asks to open records that are sealed for the law. Nothing is opened until a second person approves; that can be you, until ${until}.`,
          'Why, whose records and of which time stands here:',
          link,
        ],
      },
      id: {
        subject: `${asker?.name ?? 'Seorang anggota'} meminta membuka arsip tersegel`,
        lines: [
          `${asker?.name ?? 'Seorang anggota'} meminta membuka arsip yang disegel untuk hukum. Tidak ada yang dibuka sebelum orang kedua menyetujui; itu bisa Anda, sampai ${until}.`,
          'Alasannya, arsip siapa, dan dari waktu kapan, ada di sini:',
          link,
        ],
      },
    });
    await ctx.addMail(tx, mail, { template: 'sealed_asked', dedupeKey: `${openingId}:${person.memberId}` });
  }
}

/** Tells whoever asked, in the product, what somebody else decided. */
export async function tellDecided(
  ctx: RetentionContext,
  tx: TenantTx,
  opening: Pick<OpeningRow, 'id' | 'askedBy'>,
  decidedBy: string,
): Promise<void> {
  const openingId = toPublicId(ID_PREFIXES.sealedOpening, opening.id);
  await notify(ctx, tx, tx.workspaceId, {
    kind: 'sealed_decided',
    memberIds: [opening.askedBy],
    actor: { kind: 'member', id: decidedBy },
    data: { sealed_opening_id: openingId },
    dedupeKey: `${openingId} decided`,
  });
}

function write({ name, email, language }: Person, words: { en: Words; id: Words }): Mail {
  const { subject, lines } = language === 'id' ? words.id : words.en;
  return { to: email, subject, text: [language === 'id' ? `Halo ${name},` : `Hello ${name},`, ...lines].join('\n\n') };
}
