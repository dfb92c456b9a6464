import { PERMISSION_NAMES } from '@kabar/contract';
import { describe, expect, it } from 'vitest';
import { permissionGroups } from './permission-groups.ts';

describe('the groups of permissions', () => {
  it('hold every permission once', () => {
    expect(permissionGroups.flatMap((group) => group.permissions).toSorted()).toEqual(PERMISSION_NAMES.toSorted());
  });
});
