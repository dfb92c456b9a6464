import { ROLES, type Role, type RoleRef } from '@kabar/contract';
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react';

const roleNames: Readonly<Record<Role, MessageDescriptor>> = {
  owner: msg`Owner`,
  admin: msg`Admin`,
  manager: msg`Manager`,
  agent: msg`Agent`,
};

/** A role as members, invitations and memberships carry it. */
export type NamedRole = { role: RoleRef; role_name: string | null };

/** The word for a role: in the reader's language where it is built in, as the workspace named it otherwise. */
export function useRoleName(): (named: NamedRole) => string {
  const { i18n } = useLingui();
  return ({ role, role_name: name }) => {
    const builtIn = ROLES.find((known) => known === role);
    return builtIn === undefined ? (name ?? '') : i18n._(roleNames[builtIn]);
  };
}
