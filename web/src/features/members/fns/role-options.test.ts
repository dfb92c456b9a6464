import { describe, expect, it } from 'vitest';
import { rolesToGive } from './role-options.ts';

describe('roles to give', () => {
  it("are one's own and those below", () => {
    expect(rolesToGive('owner')).toEqual(['owner', 'admin', 'manager', 'agent']);
    expect(rolesToGive('admin')).toEqual(['admin', 'manager', 'agent']);
    expect(rolesToGive('agent')).toEqual(['agent']);
  });
});
