import type { Permission } from '@kabar/contract';
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Code, Inbox, ListChecks, Settings, Smartphone, type LucideIcon } from 'lucide-react';

/** One place of the rail. `permission` is what makes it appear; `keys` jumps there. */
export interface NavEntry {
  id: string;
  label: MessageDescriptor;
  icon: LucideIcon;
  /** Route that opens; all below `section` keep the entry marked. */
  to: '/w/$slug/inbox' | '/w/$slug/numbers' | '/w/$slug/developers/api-keys' | '/w/$slug/settings/workspace' | '/w/$slug/first-steps';
  section: string;
  permission: Permission;
  keys: string;
  /** On a phone: in the bottom bar itself, or behind "More". */
  bottomBar: boolean;
}

/** The places of the dashboard in the order of the rail; a new area of the product is a new row here. */
export const navEntries: readonly NavEntry[] = [
  {
    id: 'first-steps',
    label: msg`First steps`,
    icon: ListChecks,
    to: '/w/$slug/first-steps',
    section: 'first-steps',
    permission: 'numbers:write',
    keys: 'g f',
    bottomBar: false,
  },
  {
    id: 'inbox',
    label: msg`Inbox`,
    icon: Inbox,
    to: '/w/$slug/inbox',
    section: 'inbox',
    permission: 'conversations:read',
    keys: 'g i',
    bottomBar: true,
  },
  {
    id: 'numbers',
    label: msg`Numbers`,
    icon: Smartphone,
    to: '/w/$slug/numbers',
    section: 'numbers',
    permission: 'numbers:read',
    keys: 'g n',
    bottomBar: true,
  },
  {
    id: 'developers',
    label: msg`Developers`,
    icon: Code,
    to: '/w/$slug/developers/api-keys',
    section: 'developers',
    permission: 'api_keys:read',
    keys: 'g d',
    bottomBar: false,
  },
  {
    id: 'settings',
    label: msg`Settings`,
    icon: Settings,
    to: '/w/$slug/settings/workspace',
    section: 'settings',
    permission: 'workspace:read',
    keys: 'g s',
    bottomBar: false,
  },
];
