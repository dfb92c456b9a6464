import { PERMISSION_NAMES, permissionsOf, type CreateRoleRequest } from '@kabar/contract';
import { describe, expect, it } from 'vitest';
import { blockedBy, withPermissions, withSight } from './role-draft.ts';

const role: CreateRoleRequest = {
  name: 'Kasir',
  description: '',
  permissions: [...PERMISSION_NAMES],
  sight: 'all',
  number_ids: [],
  team_ids: [],
};

describe('a role while it is made', () => {
  it('loses what concerns the whole workspace when it no longer sees everything, and its choices when it sees no chosen ones', () => {
    const limited = withSight(role, 'chosen');
    expect(limited.permissions).toContain('conversations:read');
    expect(limited.permissions).not.toContain('reports:read');
    expect(withSight({ ...limited, number_ids: ['num_01jd8z3t5kf6v9b2m4n7p0q1rs'] }, 'agents').number_ids).toEqual([]);
  });

  it('takes what its maker has and what its sight allows', () => {
    const admin = new Set(permissionsOf('admin'));
    expect(blockedBy('workspace:close', 'all', admin)).toBe('not_yours');
    expect(blockedBy('reports:read', 'chosen', admin)).toBe('wide');
    expect(blockedBy('reports:read', 'all', admin)).toBeNull();
  });

  it('keeps its permissions in the order of the catalogue', () => {
    const few = withPermissions({ ...role, permissions: ['media:read'] }, ['contacts:read', 'media:read'], true);
    expect(few.permissions).toEqual(['contacts:read', 'media:read']);
    expect(withPermissions(few, ['media:read'], false).permissions).toEqual(['contacts:read']);
  });
});
