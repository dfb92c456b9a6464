import { permissionsOf, type Role, type WorkspaceRole } from '@kabar/contract';
import { describe, expect, it } from 'vitest';
import { mayDealWith, rolesToGive, type Giver } from './role-options.ts';

const own = (role: Role): Giver => ({ role, permissions: new Set(permissionsOf(role)) });
const auditor: WorkspaceRole = {
  id: 'rol_01jd8z3t5kf6v9b2m4n7p0q1rs',
  name: 'Auditor',
  description: '',
  is_built_in: false,
  permissions: ['audit:read'],
  sight: 'all',
  number_ids: [],
  team_ids: [],
  member_count: 0,
  created_at: null,
  updated_at: null,
};

describe('roles to give', () => {
  it('are those that allow nothing one may not do oneself', () => {
    expect(rolesToGive(own('owner'), [])).toEqual(['owner', 'admin', 'manager', 'agent']);
    expect(rolesToGive(own('admin'), [auditor])).toEqual(['admin', 'manager', 'agent', auditor.id]);
    expect(rolesToGive(own('manager'), [auditor])).toEqual(['manager', 'agent']);
  });

  it('never are owners for whoever is none, and nothing that is not known', () => {
    const almost: Giver = { role: auditor.id, permissions: own('owner').permissions };
    expect(mayDealWith(almost, 'owner', [])).toBe(false);
    expect(mayDealWith(own('owner'), auditor.id, [])).toBe(false);
  });
});
