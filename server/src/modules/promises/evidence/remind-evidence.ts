import { ID_PREFIXES, type EvidenceKind } from '@kabar/contract';
import { installationId } from '#modules/keyring';
import { notify } from '#modules/notifications';
import { engineQuery, withEngine } from '#platform/db/tx';
import { toPublicId } from '#platform/ids';
import type { Mail } from '#platform/mail/mail';
import type { PromisesContext } from '../promises-context.ts';
import { selectDueEvidence, selectKeepers, selectPeople, type EvidenceRow, type Keeper } from './evidence.sql.ts';

const msPerDay = 86_400_000;

const kindWords: Record<EvidenceKind, { en: string; id: string }> = {
  security_audit: { en: 'Security audit', id: 'Audit keamanan' },
  staff_training: { en: 'Training', id: 'Pelatihan' },
  meta_terms: { en: 'Agreement with Meta', id: 'Perjanjian dengan Meta' },
  hosting_certificate: { en: 'Hosting certificate', id: 'Sertifikat hosting' },
  secure_development: { en: 'Review of development', id: 'Tinjauan pengembangan' },
};

/**
 * Reminds of evidence that runs out soon or has just run out: those who decide about privacy in its workspace by bell and mail, operators by mail for that of
 * the installation. Each is told twice per date: when the reminder is due, and when the record has run out. For a daily job.
 */
export async function remindOfEvidence(ctx: PromisesContext, operators: readonly string[]): Promise<number> {
  const today = ctx.clock.now().toISOString().slice(0, 10);
  const due = await engineQuery<EvidenceRow>(ctx.db, selectDueEvidence(today));
  for (const row of due) await remind(ctx, row, today, operators);
  return due.length;
}

async function remind(ctx: PromisesContext, row: EvidenceRow, today: string, operators: readonly string[]): Promise<void> {
  const days = Math.round((Date.parse(row.expiresOn) - Date.parse(today)) / msPerDay);
  const stage = days < 0 ? 'expired' : 'due';
  const publicId = toPublicId(ID_PREFIXES.evidence, row.id);
  const dedupe = `evidence:${row.id}:${row.expiresOn}:${stage}`;
  if (row.workspaceId === installationId) {
    await withEngine(ctx.db, 'remind operators of evidence that runs out', async (tx) => {
      for (const person of await tx.query<Keeper>(selectPeople(operators))) {
        await ctx.addMail(tx, mailOf(ctx, row, days, person), { template: 'evidence_expiring', dedupeKey: `${dedupe}:${person.email}` });
      }
    });
    return;
  }
  await withEngine(ctx.db, 'remind those who decide about privacy of evidence that runs out', async (tx) => {
    const keepers = await tx.query<Keeper>(selectKeepers(row.workspaceId));
    const memberIds = keepers.flatMap(({ memberId }) => (memberId === null ? [] : [memberId]));
    await notify(ctx, tx, row.workspaceId, {
      kind: 'evidence_expiring',
      memberIds,
      actor: { kind: 'system' },
      data: { evidence_id: publicId, days: String(Math.max(0, days)) },
      dedupeKey: dedupe,
    });
    for (const person of keepers) {
      await ctx.addMail(tx, mailOf(ctx, row, days, person), { template: 'evidence_expiring', dedupeKey: `${dedupe}:${person.email}` });
    }
  });
}

function mailOf(ctx: PromisesContext, row: EvidenceRow, days: number, { email, name, language }: Keeper): Mail {
  const kind = kindWords[row.kind];
  if (language === 'id') {
    return {
      to: email,
      subject: days < 0 ? `${kind.id} sudah tidak berlaku` : `${kind.id} berakhir pada ${row.expiresOn}`,
      text: [
        `Halo ${name},`,
        `"${row.title}" ${days < 0 ? `berakhir pada ${row.expiresOn}` : `berlaku sampai ${row.expiresOn}`}. Penanggung jawab: ${row.owner}.`,
        days < 0
          ? 'Kalimat yang bersandar padanya sudah tidak tampil di pemberitahuan privasi Anda. Tambahkan bukti baru agar tampil lagi.'
          : 'Setelah hari itu, kalimat yang bersandar padanya hilang dari pemberitahuan privasi Anda. Tambahkan bukti baru sebelum itu.',
        ctx.publicUrl,
      ].join('\n\n'),
    };
  }
  return {
    to: email,
    subject: days < 0 ? `${kind.en} has run out` : `${kind.en} runs out on ${row.expiresOn}`,
    text: [
      `Hello ${name},`,
      `"${row.title}" ${days < 0 ? `ran out on ${row.expiresOn}` : `is valid until ${row.expiresOn}`}. ${row.owner} looks after it.`,
      days < 0
        ? 'Sentences that rest on it no longer stand in your privacy notice. Add new evidence to have them back.'
        : 'After that day, sentences that rest on it leave your privacy notice. Add new evidence before.',
      ctx.publicUrl,
    ].join('\n\n'),
  };
}
