import type { Role } from '@kabar/contract';
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react';

const roleNames: Readonly<Record<Role, MessageDescriptor>> = {
  owner: msg`Owner`,
  admin: msg`Admin`,
  manager: msg`Manager`,
  agent: msg`Agent`,
};

/** The word for a role in the reader's language. */
export function useRoleName(): (role: Role) => string {
  const { i18n } = useLingui();
  return (role) => i18n._(roleNames[role]);
}
