import { KEY_SCOPES, permissionsOf } from '@kabar/contract';
import { describe, expect, it } from 'vitest';
import { permissionWords } from '#lib/permission-words.ts';
import { scopesOf } from './scope-words.ts';

describe('scopes', () => {
  it('of every set can be carried by a key', () => {
    const admin = new Set(permissionsOf('owner'));
    for (const set of ['send', 'send_and_receive', 'everything'] as const) {
      const scopes = scopesOf(set, admin);
      expect(scopes.length).toBeGreaterThan(0);
      expect(scopes.filter((scope) => !KEY_SCOPES.includes(scope))).toEqual([]);
    }
  });

  it('never go beyond what the creator may do', () => {
    expect(scopesOf('everything', new Set(['messages:read']))).toEqual(['messages:read']);
    expect(scopesOf('own', new Set(permissionsOf('owner')))).toEqual([]);
  });

  it('all have words', () => {
    expect(KEY_SCOPES.filter((scope) => permissionWords[scope] === undefined)).toEqual([]);
  });
});
