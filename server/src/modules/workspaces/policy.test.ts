import { PERMISSION_NAMES, PERMISSIONS, permissionsOf, ROLES, roleRank, withoutWide, type Role } from '@kabar/contract';
import { describe, expect, it } from 'vitest';
import { powerOf } from '#modules/users';
import { isWithin, requireOwnerStays, type RolePower } from './policy.ts';

const builtIn = (role: Role): RolePower => ({ role, permissions: new Set(permissionsOf(role)) });

describe('who may deal with which role', () => {
  it('is, among the built-in ones, whoever stands as high or higher', () => {
    for (const own of ROLES)
      for (const other of ROLES)
        expect([own, other, isWithin(builtIn(own), builtIn(other))]).toEqual([own, other, roleRank(own) <= roleRank(other)]);
  });

  it('is nobody who lacks one of its permissions, and for owners only an owner', () => {
    const everything: RolePower = { role: 'custom', permissions: new Set(PERMISSION_NAMES) };
    expect(isWithin(everything, builtIn('owner'))).toBe(false);
    expect(isWithin(everything, builtIn('admin'))).toBe(true);
    for (const lacking of PERMISSION_NAMES) {
      const own: RolePower = { role: 'custom', permissions: new Set(PERMISSION_NAMES.filter((name) => name !== lacking)) };
      expect(isWithin(own, { role: 'custom', permissions: new Set([lacking]) })).toBe(false);
    }
  });

  it('leaves an owner in every workspace', () => {
    const owner = { id: 'a', role: 'owner' } as const;
    expect(() => requireOwnerStays([owner, { id: 'b', role: 'custom' }], owner, 'custom')).toThrow(
      expect.objectContaining({ code: 'last_owner' }),
    );
    expect(() => requireOwnerStays([owner, { id: 'b', role: 'owner' }], owner, null)).not.toThrow();
  });
});

describe('what a member may do', () => {
  const row = { role: 'custom', role_permissions: [...PERMISSION_NAMES], role_sight: 'all', has_limits: false };

  it('is what the role lists, without what concerns the whole workspace where sight is limited', () => {
    expect([...powerOf(row).permissions]).toEqual(PERMISSION_NAMES);
    const narrow = withoutWide(PERMISSION_NAMES);
    for (const limited of [
      { ...row, has_limits: true },
      { ...row, role_sight: 'agents' },
      { ...row, role_sight: 'chosen' },
      { ...row, role: 'owner', role_permissions: null, role_sight: null, has_limits: true },
    ]) {
      expect([...powerOf(limited).permissions]).toEqual(narrow);
      expect(powerOf(limited).isLimited).toBe(true);
    }
  });

  it('is nothing that this version does not know', () => {
    expect([...powerOf({ ...row, role_permissions: ['contacts:read', 'money:print'] }).permissions]).toEqual(['contacts:read']);
  });

  it('leaves agents, whom the rule for agents may limit, all that agents have', () => {
    expect(permissionsOf('agent').filter((name) => PERMISSIONS[name].wide)).toEqual([]);
    expect(powerOf({ role: 'agent', role_permissions: null, role_sight: null, has_limits: false })).toMatchObject({ isLimited: true });
  });
});
