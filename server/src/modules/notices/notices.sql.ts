import type { NoticeChange, NoticeFacts } from '@kabar/contract';
import { mayWhere } from '#modules/users';
import type { Statement } from '#platform/db/tx';
import type { RenderedSentence } from './render-notice.ts';

/** A published version. */
export type VersionRow = {
  id: string;
  number: number;
  facts: NoticeFacts;
  sentences: RenderedSentence[];
  changes: NoticeChange[];
  isMaterial: boolean;
  effectiveAt: Date;
  publishedAt: Date;
  mailedCount: number;
  acceptedCount: number;
};

/** Facts of a notice. */
export function selectFacts(workspaceId: string): Statement {
  return { text: 'select facts from notice_facts where workspace_id = $1', values: [workspaceId] };
}

/** Keeps facts. */
export function upsertFacts(workspaceId: string, facts: NoticeFacts, at: Date): Statement {
  return {
    text: `insert into notice_facts (workspace_id, facts, updated_at) values ($1, $2, $3)
           on conflict (workspace_id) do update set facts = excluded.facts, updated_at = excluded.updated_at`,
    values: [workspaceId, JSON.stringify(facts), at],
  };
}

/** The last versions, newest first. */
export function selectVersions(workspaceId: string, limit: number): Statement {
  return {
    text: `
      select v.id, v.number, v.facts, v.sentences, v.changes, v.is_material as "isMaterial", v.effective_at as "effectiveAt",
             v.published_at as "publishedAt",
             (select count(*)::int from notice_mails m where m.workspace_id = v.workspace_id and m.notice_id = v.id) as "mailedCount",
             (select count(*)::int from notice_acceptances a where a.workspace_id = v.workspace_id and a.notice_id = v.id) as "acceptedCount"
        from notice_versions v where v.workspace_id = $1 order by v.number desc limit $2`,
    values: [workspaceId, limit],
  };
}

/** Makes writers of one notice wait for each other until the transaction ends. */
export function lockNotice(workspaceId: string): Statement {
  return { text: `select pg_advisory_xact_lock(hashtextextended('notice:' || $1, 0))`, values: [workspaceId] };
}

/** Adds a version. */
export function insertVersion(
  workspaceId: string,
  row: Pick<VersionRow, 'id' | 'number' | 'facts' | 'sentences' | 'changes' | 'isMaterial' | 'effectiveAt' | 'publishedAt'>,
): Statement {
  return {
    text: `insert into notice_versions (workspace_id, id, number, facts, sentences, changes, is_material, effective_at, published_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    values: [
      workspaceId,
      row.id,
      row.number,
      JSON.stringify(row.facts),
      JSON.stringify(row.sentences),
      JSON.stringify(row.changes),
      row.isMaterial,
      row.effectiveAt,
      row.publishedAt,
    ],
  };
}

/** A workspace by the name in its address. */
export function selectWorkspaceBySlug(slug: string): Statement {
  return { text: 'select id, name, slug from workspaces where slug = $1', values: [slug] };
}

/** A workspace. */
export function selectWorkspace(workspaceId: string): Statement {
  return { text: 'select id, name, slug from workspaces where id = $1', values: [workspaceId] };
}

/** Somebody who is told of a version. */
export type ReaderRow = { userId: string; memberId: string | null; name: string; email: string; language: string };

/** Account holders not yet mailed about a version of the installation's notice, in pages. */
export function selectHoldersToTell(workspaceId: string, noticeId: string, limit: number): Statement {
  return {
    text: `
      select u.id as "userId", null as "memberId", u.name, u.email, u.language
        from users u
       where not exists (select from notice_mails m where m.workspace_id = $1 and m.notice_id = $2 and m.user_id = u.id)
       order by u.id limit $3`,
    values: [workspaceId, noticeId, limit],
  };
}

/** Members of a workspace not yet mailed about a version of its notice, in pages. */
export function selectMembersToTell(workspaceId: string, noticeId: string, limit: number): Statement {
  return {
    text: `
      select u.id as "userId", m.id as "memberId", u.name, u.email, u.language
        from workspace_members m join users u on u.id = m.user_id
       where m.workspace_id = $1
         and not exists (select from notice_mails t where t.workspace_id = $1 and t.notice_id = $2 and t.user_id = u.id)
       order by u.id limit $3`,
    values: [workspaceId, noticeId, limit],
  };
}

/** Members of a workspace who decide about its notice. */
export function selectOfficers(workspaceId: string): Statement {
  return {
    text: `select u.id as "userId", m.id as "memberId", u.name, u.email, u.language
             from workspace_members m join users u on u.id = m.user_id
            where m.workspace_id = $1 and ${mayWhere('m', 'privacy:write')} order by m.id`,
    values: [workspaceId],
  };
}

/** People by address, for what concerns the installation. */
export function selectPeopleByEmail(emails: readonly string[]): Statement {
  return {
    text: `select id as "userId", null as "memberId", name, email, language from users where email = any($1::text[])`,
    values: [emails],
  };
}

/** Notes that somebody was mailed. No row back: they had been. */
export function insertMailed(workspaceId: string, noticeId: string, userId: string, at: Date): Statement {
  return {
    text: `insert into notice_mails (workspace_id, notice_id, user_id, mailed_at) values ($1, $2, $3, $4) on conflict do nothing returning user_id`,
    values: [workspaceId, noticeId, userId, at],
  };
}

/** Versions that must be announced and whose announcement may not be complete: material ones of the last 60 days. */
export function selectToAnnounce(since: Date): Statement {
  return {
    text: `select workspace_id as "workspaceId", id, number, effective_at as "effectiveAt" from notice_versions
            where is_material and published_at > $1 order by workspace_id, number`,
    values: [since],
  };
}

/** Records that somebody accepted a version; once, and nothing for an id that nobody has. */
export function insertAcceptance(
  workspaceId: string,
  noticeId: string,
  userId: string,
  from: { at: Date; ip: string; surface: 'sign_up' | 'dashboard' },
): Statement {
  return {
    text: `insert into notice_acceptances (workspace_id, notice_id, user_id, accepted_at, ip_address, surface)
           select $1, $2, u.id, $4, $5, $6 from users u where u.id = $3 on conflict do nothing returning notice_id`,
    values: [workspaceId, noticeId, userId, from.at, from.ip, from.surface],
  };
}

/** The highest number somebody accepted; null when none. */
export function selectAccepted(workspaceId: string, userId: string): Statement {
  return {
    text: `select max(v.number) as number from notice_acceptances a
             join notice_versions v on v.workspace_id = a.workspace_id and v.id = a.notice_id
            where a.workspace_id = $1 and a.user_id = $2`,
    values: [workspaceId, userId],
  };
}

/** Notes which sentences of a version are kept back. Gives those that are new. */
export function insertSilences(workspaceId: string, noticeId: string, keys: readonly string[], at: Date): Statement {
  return {
    text: `insert into notice_silences (workspace_id, notice_id, sentence_key, since)
           select $1, $2, key, $4 from unnest($3::text[]) as key on conflict do nothing returning sentence_key as key`,
    values: [workspaceId, noticeId, keys, at],
  };
}

/** Forgets silences of sentences that hold again, and those of other versions. */
export function deleteSilences(workspaceId: string, noticeId: string, keys: readonly string[]): Statement {
  return {
    text: 'delete from notice_silences where workspace_id = $1 and (notice_id <> $2 or sentence_key <> all($3::text[]))',
    values: [workspaceId, noticeId, keys],
  };
}

/** Whoever has published a notice, the installation included. */
export function selectPublishers(): Statement {
  return { text: 'select distinct workspace_id as id from notice_versions order by 1' };
}
