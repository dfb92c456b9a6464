import { ID_PREFIXES } from '@kabar/contract';
import { withEngine } from '#platform/db/tx';
import { AppError } from '#platform/errors';
import { toPublicId } from '#platform/ids';
import { draftNotice } from './draft-notice.ts';
import { openDetails, sealDetails } from './incident-details.ts';
import type { IncidentScopeOf, IncidentsContext } from './incidents-context.ts';
import {
  copySubjects,
  countByData,
  countByWorkspace,
  insertIncident,
  lockIncident,
  selectGuardians,
  updateIncident,
  type Assessment,
  type IncidentRow,
} from './incidents.sql.ts';
import { addEntry, incidentUuid } from './work-on-incident.ts';

type Guardian = { userId: string; email: string; name: string; language: string; workspace: string; slug: string };

/**
 * Tells every workspace concerned of an incident of the installation (GDPR art. 33(2)): each gets an incident of its own with the facts and its own people, whose
 * clocks start now, and those who decide about privacy there a mail. A workspace that was told before is left alone.
 *
 * Errors: `not_found`, `incident_closed`, `incident_unfinished` before it was assessed and described.
 */
export async function tellWorkspaces(ctx: IncidentsContext, whose: IncidentScopeOf, publicId: string): Promise<{ told_count: number }> {
  const id = incidentUuid(publicId);
  return withEngine(ctx.db, 'an incident of the installation is told to the workspaces concerned', async (tx) => {
    const [row] = await tx.query<IncidentRow>(lockIncident(whose.ownerId, id));
    if (row === undefined) throw new AppError('not_found');
    if (row.status === 'closed') throw new AppError('incident_closed');
    const details = await openDetails(ctx, whose.ownerId, id, row.detailsSealed);
    const left = [...(row.assessment === null ? ['assessment'] : []), ...(details.facts.what_happened === '' ? ['what_happened'] : [])];
    if (left.length > 0) throw new AppError('incident_unfinished', { details: { left } });
    const now = ctx.clock.now();
    const sender = { name: new URL(ctx.publicUrl).host, isOperator: true };
    let toldCount = 0;
    for (const { workspaceId, contacts, persons } of await tx.query<{ workspaceId: string; contacts: number; persons: number }>(
      countByWorkspace(whose.ownerId, id),
    )) {
      const ownId = ctx.ids.uuid();
      const own: IncidentRow = {
        ...row,
        ownerId: workspaceId,
        id: ownId,
        originId: id,
        // The business knows of it from now on.
        knownAt: now,
        createdAt: now,
        personsToldAt: null,
        workspacesToldAt: null,
        assessedAt: null,
        assessment: null,
        detailsSealed: await sealDetails(ctx, workspaceId, ownId, { ...details, lessons: null }),
      };
      const [made] = await tx.query(insertIncident(own, null));
      if (made === undefined) continue;
      await tx.query(copySubjects(whose.ownerId, id, workspaceId, ownId));
      const byData = await tx.query<Assessment['byData'][number]>(countByData(workspaceId, ownId));
      const assessment = { contacts, members: persons - contacts, workspaces: 1, byData, laws: row.assessment?.laws ?? [] };
      await tx.query(updateIncident({ ...own, assessedAt: now, assessment }, now));
      await addEntry(ctx, tx, { ownerId: workspaceId, isOperator: false, userId: null }, ownId, {
        kind: 'told_by_operator',
        count: persons,
      });
      for (const guardian of await tx.query<Guardian>(selectGuardians(workspaceId))) {
        const language = guardian.language === 'id' ? 'id' : 'en';
        const draft = draftNotice({ ...row, assessment }, details, sender, { party: 'workspace', language, count: assessment });
        const link = `${ctx.publicUrl}/w/${guardian.slug}/privacy/incidents/${toPublicId(ID_PREFIXES.incident, ownId)}`;
        await ctx.mails.add(
          tx,
          { to: guardian.email, subject: `${guardian.workspace}: ${draft.subject}`, text: `${draft.text}\n\n${link}` },
          { template: 'incident_told', dedupeKey: `incident_told:${id}:${workspaceId}:${guardian.userId}` },
        );
      }
      toldCount += 1;
    }
    await tx.query(updateIncident({ ...row, workspacesToldAt: row.workspacesToldAt ?? now }, now));
    await addEntry(ctx, tx, whose, id, { kind: 'workspaces_told', count: toldCount });
    return { told_count: toldCount };
  });
}
