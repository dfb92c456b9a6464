import { permissionsOf, type Role } from '@kabar/contract';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { verifyAudit } from '#modules/audit';
import { engineQuery, withTenant } from '#platform/db/tx';
import type { WorkspaceActor } from '#platform/http/actor';
import { fromPublicId } from '#platform/ids';
import { useTestDatabase } from '../../../test/harness.ts';
import { tokenFromMail } from '../../../test/people.ts';
import { createTestPeople, createTestTenant, createTestUser, type TestPeople, type TestTenant } from '../../../test/tenants.ts';
import { acceptInvitation, previewInvitation } from './accept-invitation.ts';
import { changeMemberRole, removeMember } from './change-member.ts';
import { createWorkspace } from './create-workspace.ts';
import { getMe } from './get-me.ts';
import { inviteMember } from './invite-member.ts';
import { listInvitations } from './list-invitations.ts';
import { listMembers } from './list-members.ts';
import { updateWorkspace } from './update-workspace.ts';
import { withdrawInvitation } from './withdraw-invitation.ts';

const database = useTestDatabase();
let people: TestPeople;
let tenant: TestTenant;

beforeAll(async () => {
  people = await createTestPeople(database);
});
beforeEach(async () => {
  tenant = await createTestTenant(people, 'Toko Melati');
});

const as = (role: Role): WorkspaceActor => {
  const person = tenant.members[role];
  return {
    kind: 'user',
    workspaceId: tenant.workspaceId,
    permissions: new Set(permissionsOf(role)),
    userId: person.userId,
    memberId: person.memberId,
    role,
    name: role,
    email: person.email,
    isLimited: false,
    sessionId: person.userId,
  };
};
const page = { limit: 50 };
const actions = (): Promise<{ action: string }[]> =>
  engineQuery(database.db, { text: 'select action from audit_events where workspace_id = $1 order by seq', values: [tenant.workspaceId] });

describe('a workspace', () => {
  it('gets a slug from its name and a numbered one when that is taken', async () => {
    const { userId } = await createTestUser(people, 'Sari');
    const slugs = [];
    for (let time = 0; time < 3; time += 1)
      slugs.push((await createWorkspace(people.workspaces, { userId }, { name: 'Café Bintang & Co.' })).workspace.slug);
    expect(slugs).toEqual(['cafe-bintang-co', 'cafe-bintang-co-2', 'cafe-bintang-co-3']);
  });

  it('gets different slugs when many of one name are made at once', async () => {
    const { userId } = await createTestUser(people, 'Sari');
    const made = await Promise.all(Array.from({ length: 6 }, () => createWorkspace(people.workspaces, { userId }, { name: 'Serentak' })));
    expect(new Set(made.map(({ workspace }) => workspace.slug)).size).toBe(6);
  });

  it.each([['कबर'], ['!!'], ['api']])('gets a usable slug for the name %s', async (name) => {
    const { userId } = await createTestUser(people, 'Sari');
    const { workspace } = await createWorkspace(people.workspaces, { userId }, { name });
    expect(workspace.slug).toMatch(/^[a-z0-9](?:[a-z0-9-]{1,38}[a-z0-9])$/);
    expect(workspace.slug).not.toBe('api');
  });

  it('refuses a slug that is taken or reserved, and leaves nothing behind', async () => {
    const { userId } = await createTestUser(people, 'Sari');
    await createWorkspace(people.workspaces, { userId }, { name: 'Satu', slug: 'satu-saja' });
    for (const slug of ['satu-saja', 'settings']) {
      await expect(createWorkspace(people.workspaces, { userId }, { name: 'Dua', slug })).rejects.toMatchObject({ code: 'slug_taken' });
    }
    expect(
      (await getMe(people.workspaces, { userId, isOperator: false, hasSecondFactor: false, singleSignOnWorkspaceId: null })).memberships,
    ).toHaveLength(1);
  });

  it('takes IANA time zones only', async () => {
    const { userId } = await createTestUser(people, 'Sari');
    for (const zone of ['Mars/Olympus', '+07:00', '', 'Asia/Jakarta; drop']) {
      await expect(createWorkspace(people.workspaces, { userId }, { name: 'Zona', time_zone: zone })).rejects.toMatchObject({
        code: 'validation_failed',
      });
    }
    const { workspace } = await createWorkspace(people.workspaces, { userId }, { name: 'Zona', time_zone: 'asia/jakarta' });
    expect(workspace.time_zone).toBe('Asia/Jakarta');
  });

  it('has its own keys from the first moment', async () => {
    const ring = await people.keyring.workspaceKeys(tenant.workspaceId);
    expect(ring.primary.id).toBe(1);
  });

  it('changes what is asked and records exactly that', async () => {
    const changed = await updateWorkspace(people.workspaces, as('admin'), { unknown_rule: 'resend', name: 'Toko Melati' });
    expect(changed.unknown_rule).toBe('resend');
    await updateWorkspace(people.workspaces, as('admin'), { unknown_rule: 'resend' });
    const [event] = await engineQuery<{ before: unknown; after: unknown }>(database.db, {
      text: `select before, after from audit_events where workspace_id = $1 and action = 'workspace.updated'`,
      values: [tenant.workspaceId],
    });
    expect(event).toEqual({ before: { unknown_rule: 'hold' }, after: { unknown_rule: 'resend' } });
    expect((await actions()).filter(({ action }) => action === 'workspace.updated')).toHaveLength(1);
  });

  it('refuses the slug of another workspace when changing', async () => {
    const other = await createTestTenant(people, 'Toko Lain');
    const [row] = await engineQuery<{ slug: string }>(database.db, {
      text: 'select slug from workspaces where id = $1',
      values: [other.workspaceId],
    });
    await expect(updateWorkspace(people.workspaces, as('owner'), { slug: row?.slug ?? '' })).rejects.toMatchObject({ code: 'slug_taken' });
  });
});

describe('roles', () => {
  it.each([
    ['admin', 'agent', 'admin', null],
    ['admin', 'agent', 'owner', 'role_too_high'],
    ['admin', 'owner', 'agent', 'role_too_high'],
    ['admin', 'admin', 'owner', 'role_too_high'],
    ['admin', 'admin', 'agent', null],
    ['owner', 'admin', 'owner', null],
    ['owner', 'owner', 'admin', 'last_owner'],
  ] as const)('%s changing %s to %s: %s', async (actor, target, role, code) => {
    const change = changeMemberRole(people.workspaces, as(actor), tenant.members[target].memberId, role);
    if (code === null) await expect(change).resolves.toMatchObject({ role });
    else await expect(change).rejects.toMatchObject({ code });
  });

  it('lets an owner step down once there is another', async () => {
    await changeMemberRole(people.workspaces, as('owner'), tenant.members.admin.memberId, 'owner');
    await expect(changeMemberRole(people.workspaces, as('owner'), tenant.members.owner.memberId, 'agent')).resolves.toMatchObject({
      role: 'agent',
    });
  });

  it('keeps an owner when two owners step down at the same moment', async () => {
    await changeMemberRole(people.workspaces, as('owner'), tenant.members.admin.memberId, 'owner');
    const second: WorkspaceActor = { ...as('admin') };
    const results = await Promise.allSettled([
      changeMemberRole(people.workspaces, as('owner'), tenant.members.owner.memberId, 'agent'),
      changeMemberRole(people.workspaces, second, tenant.members.admin.memberId, 'agent'),
    ]);
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    const members = await listMembers(people.workspaces, tenant.workspaceId, page);
    expect(members.data.filter((member) => member.role === 'owner')).toHaveLength(1);
  });

  it('judges by the role held now, not by the one of the request', async () => {
    const stale = as('admin');
    await changeMemberRole(people.workspaces, as('owner'), tenant.members.admin.memberId, 'agent');
    await expect(changeMemberRole(people.workspaces, stale, tenant.members.manager.memberId, 'agent')).rejects.toMatchObject({
      code: 'role_too_high',
    });
  });

  it('count from the next request on', async () => {
    const { cookie } = tenant.members.agent;
    const before = await people.authenticator.session(cookie, tenant.publicWorkspaceId, '192.0.2.10');
    expect(before?.permissions.has('templates:write')).toBe(false);
    await changeMemberRole(people.workspaces, as('owner'), tenant.members.agent.memberId, 'manager');
    const after = await people.authenticator.session(cookie, tenant.publicWorkspaceId, '192.0.2.10');
    expect(after?.permissions.has('templates:write')).toBe(true);
    await removeMember(people.workspaces, as('owner'), tenant.members.agent.memberId);
    expect((await people.authenticator.session(cookie, tenant.publicWorkspaceId, '192.0.2.10'))?.membership).toBeNull();
  });

  it('tells listeners about the change in the same transaction', async () => {
    await removeMember(people.workspaces, as('owner'), tenant.members.agent.memberId);
    const events = await engineQuery<{ type: string }>(database.db, {
      text: `select type from events where workspace_id = $1`,
      values: [tenant.workspaceId],
    });
    expect(events).toEqual([{ type: 'member.updated' }]);
  });
});

describe('invitations', () => {
  const invite = (email: string, role: Role = 'agent', by: Role = 'admin') => inviteMember(people.workspaces, as(by), { email, role });
  const tokenOf = (email: string): string => tokenFromMail(people.mails, email);

  it('bring the invited person in, once', async () => {
    const person = await createTestUser(people, 'Budi');
    await invite(person.email.toUpperCase(), 'manager');
    const token = tokenOf(person.email);
    expect(await previewInvitation(people.workspaces, token)).toMatchObject({
      workspace_name: 'Toko Melati',
      email: person.email,
      role: 'manager',
    });
    await acceptInvitation(people.workspaces, person, token);
    expect(
      (await getMe(people.workspaces, { userId: person.userId, isOperator: false, hasSecondFactor: false, singleSignOnWorkspaceId: null }))
        .memberships,
    ).toMatchObject([{ role: 'manager' }]);
    await expect(acceptInvitation(people.workspaces, person, token)).rejects.toMatchObject({ code: 'invitation_invalid' });
  });

  it('let in one of two accepting at the same moment', async () => {
    const person = await createTestUser(people, 'Budi');
    await invite(person.email);
    const token = tokenOf(person.email);
    const results = await Promise.allSettled([
      acceptInvitation(people.workspaces, person, token),
      acceptInvitation(people.workspaces, person, token),
    ]);
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  });

  it('are for the invited address only', async () => {
    const thief = await createTestUser(people, 'Eve');
    await invite('someone@example.com');
    await expect(acceptInvitation(people.workspaces, thief, tokenOf('someone@example.com'))).rejects.toMatchObject({
      code: 'invitation_invalid',
    });
  });

  it('end after seven days, when withdrawn and when replaced', async () => {
    const person = await createTestUser(people, 'Budi');
    await invite(person.email);
    const first = tokenOf(person.email);
    await invite(person.email);
    await expect(previewInvitation(people.workspaces, first)).rejects.toMatchObject({ code: 'invitation_invalid' });
    const second = await invite(person.email);
    await withdrawInvitation(people.workspaces, as('admin'), await idOf(second.id));
    await expect(previewInvitation(people.workspaces, tokenOf(person.email))).rejects.toMatchObject({ code: 'invitation_invalid' });
    const late = await createTestUser(people, 'Citra');
    await invite(late.email);
    people.clock.advance(7 * 24 * 3_600_000 + 1);
    await expect(acceptInvitation(people.workspaces, late, tokenOf(late.email))).rejects.toMatchObject({ code: 'invitation_invalid' });
    const { data } = await listInvitations(people.workspaces, tenant.workspaceId, page);
    expect(data.map((invitation) => invitation.status)).toEqual(['expired', 'withdrawn', 'withdrawn', 'withdrawn']);
  });

  it('never give a role above the own', async () => {
    await expect(invite('boss@example.com', 'owner', 'admin')).rejects.toMatchObject({ code: 'role_too_high' });
    await expect(invite('boss@example.com', 'owner', 'owner')).resolves.toMatchObject({ role: 'owner' });
  });

  it('lose their force when their sender loses the rank or leaves', async () => {
    await invite('a@example.com', 'admin', 'admin');
    await invite('b@example.com', 'agent', 'admin');
    await changeMemberRole(people.workspaces, as('owner'), tenant.members.admin.memberId, 'manager');
    await expect(previewInvitation(people.workspaces, tokenOf('a@example.com'))).rejects.toMatchObject({ code: 'invitation_invalid' });
    await expect(previewInvitation(people.workspaces, tokenOf('b@example.com'))).resolves.toBeDefined();
    await removeMember(people.workspaces, as('owner'), tenant.members.admin.memberId);
    await expect(previewInvitation(people.workspaces, tokenOf('b@example.com'))).rejects.toMatchObject({ code: 'invitation_invalid' });
  });

  it('refuse somebody who is a member, and too many mails to one address', async () => {
    await expect(invite(tenant.members.agent.email)).rejects.toMatchObject({ code: 'already_member' });
    for (let time = 0; time < 3; time += 1) await invite('many@example.com');
    await expect(invite('many@example.com')).rejects.toMatchObject({ code: 'rate_limited' });
  });

  it('keep only a hash of the token', async () => {
    await invite('secret@example.com');
    const [row] = await database.admin<{ row: string }>(`select json_agg(i)::text as row from workspace_invitations i`);
    expect(row?.row).toContain('secret@example.com');
    expect(row?.row).not.toContain(tokenOf('secret@example.com'));
  });

  async function idOf(publicInvitationId: string): Promise<string> {
    return fromPublicId('inv', publicInvitationId) ?? '';
  }
});

describe('every change', () => {
  it('is in the chain of the workspace, which verifies', async () => {
    const person = await createTestUser(people, 'Budi');
    await inviteMember(people.workspaces, as('admin'), { email: person.email, role: 'agent' });
    await acceptInvitation(people.workspaces, person, tokenFromMail(people.mails, person.email));
    await changeMemberRole(people.workspaces, as('owner'), tenant.members.agent.memberId, 'manager');
    await removeMember(people.workspaces, as('owner'), tenant.members.agent.memberId);
    expect((await actions()).map(({ action }) => action)).toEqual([
      'workspace.created',
      'invitation.created',
      'member.joined',
      'member.role_changed',
      'member.removed',
    ]);
    const verdict = await withTenant(database.db, tenant.workspaceId, (tx) => verifyAudit(tx, tenant.workspaceId));
    expect(verdict).toEqual({ ok: true, eventCount: 5 });
  });
});
