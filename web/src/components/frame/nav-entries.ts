import type { Permission } from '@kabar/contract';
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import {
  ChartColumn,
  Code,
  ContactRound,
  Inbox,
  LayoutTemplate,
  ListChecks,
  Settings,
  ShieldCheck,
  Smartphone,
  type LucideIcon,
} from 'lucide-react';
import { DEVELOPER_PERMISSIONS, developerGroups, type DeveloperPageEntry } from './developer-pages.ts';
import { privacyGroups, type PrivacyPageEntry } from './privacy-pages.ts';
import { settingsGroups, type SettingsPage } from './settings-pages.ts';

/** One place of the rail. `permission` is what makes it appear, any of several where it is a list; `keys` jumps there. */
export interface NavEntry {
  id: string;
  label: MessageDescriptor;
  icon: LucideIcon;
  /** Route that opens; all below `section` keep the entry marked. */
  to:
    | '/w/$slug/inbox'
    | '/w/$slug/contacts'
    | '/w/$slug/numbers'
    | '/w/$slug/templates'
    | '/w/$slug/reports'
    | '/w/$slug/developers'
    | '/w/$slug/privacy'
    | '/w/$slug/settings'
    | '/w/$slug/first-steps';
  section: string;
  permission: Permission | readonly Permission[];
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
    id: 'contacts',
    label: msg`Contacts`,
    icon: ContactRound,
    to: '/w/$slug/contacts',
    section: 'contacts',
    permission: 'contacts:read',
    keys: 'g c',
    bottomBar: true,
  },
  {
    id: 'templates',
    label: msg`Templates`,
    icon: LayoutTemplate,
    to: '/w/$slug/templates',
    section: 'templates',
    permission: 'templates:read',
    keys: 'g t',
    bottomBar: false,
  },
  {
    id: 'numbers',
    label: msg`Numbers`,
    icon: Smartphone,
    to: '/w/$slug/numbers',
    section: 'numbers',
    permission: 'numbers:read',
    keys: 'g n',
    bottomBar: false,
  },
  {
    id: 'reports',
    label: msg`Reports`,
    icon: ChartColumn,
    to: '/w/$slug/reports',
    section: 'reports',
    permission: 'reports:read',
    keys: 'g r',
    bottomBar: false,
  },
  {
    id: 'developers',
    label: msg`Developers`,
    icon: Code,
    to: '/w/$slug/developers',
    section: 'developers',
    permission: DEVELOPER_PERMISSIONS,
    keys: 'g d',
    bottomBar: false,
  },
  {
    id: 'privacy',
    label: msg`Privacy`,
    icon: ShieldCheck,
    to: '/w/$slug/privacy',
    section: 'privacy',
    permission: 'privacy:read',
    keys: 'g p',
    bottomBar: false,
  },
  {
    id: 'settings',
    label: msg`Settings`,
    icon: Settings,
    to: '/w/$slug/settings',
    section: 'settings',
    permission: 'workspace:read',
    keys: 'g s',
    bottomBar: false,
  },
];

/** A page inside an area, or a dialog on it, that the palette reaches directly. */
export interface PaletteTarget {
  id: string;
  label: MessageDescriptor;
  kind: 'page' | 'task';
  permission: Permission | readonly Permission[];
  link:
    | { to: SettingsPage['to'] | PrivacyPageEntry['to'] | DeveloperPageEntry['to'] }
    | { to: '/w/$slug/settings/members'; search: { invite: true } }
    | { to: '/w/$slug/settings/teams' | '/w/$slug/settings/tags' | '/w/$slug/settings/saved-replies'; search: { edit: 'new' } }
    | { to: '/w/$slug/settings/consent'; search?: { tab: 'suppressions' } }
    | { to: '/w/$slug/developers/api-keys'; search?: { create: true } }
    | { to: '/w/$slug/numbers'; search: { connect: true } }
    | { to: '/w/$slug/templates'; search: { new: true } }
    | { to: '/w/$slug/contacts'; search: { new: true } };
  keys?: string;
}

/** What the palette offers from everywhere, beside the places of the rail. */
export const paletteTargets: readonly PaletteTarget[] = [
  ...privacyGroups
    .flatMap(({ pages }) => pages)
    .filter(({ id }) => id !== 'overview') // the rail leads there
    .map(({ id, label, permission, to }): PaletteTarget => ({ id: `privacy-${id}`, label, kind: 'page', permission, link: { to } })),
  ...developerGroups
    .flatMap(({ pages }) => pages)
    .filter(({ id }) => id !== 'overview') // the rail leads there
    .map(({ id, label, permission, to }): PaletteTarget => ({
      id: `developers-${id}`,
      label,
      kind: 'page',
      permission,
      link: { to },
      ...(id === 'api-keys' ? { keys: 'g k' } : {}),
    })),
  ...settingsGroups
    .flatMap(({ pages }) => pages)
    // The rail leads to the first; consent is below, with more than one place.
    .filter(({ id }) => id !== 'workspace' && id !== 'consent')
    .map(({ id, label, permission, to }): PaletteTarget => ({
      id,
      label,
      kind: 'page',
      permission,
      link: { to },
      ...(id === 'members' ? { keys: 'g m' } : {}),
    })),
  {
    id: 'consent',
    label: msg`Consent settings`,
    kind: 'page',
    permission: 'consent:read',
    link: { to: '/w/$slug/settings/consent' },
  },
  {
    id: 'suppressions',
    label: msg`Suppression list`,
    kind: 'page',
    permission: 'contacts:manage',
    link: { to: '/w/$slug/settings/consent', search: { tab: 'suppressions' } },
  },
  {
    id: 'connect',
    label: msg`Connect a number`,
    kind: 'task',
    permission: 'numbers:write',
    link: { to: '/w/$slug/numbers', search: { connect: true } },
  },
  {
    id: 'new-contact',
    label: msg`New contact`,
    kind: 'task',
    permission: 'contacts:write',
    link: { to: '/w/$slug/contacts', search: { new: true } },
  },
  {
    id: 'new-template',
    label: msg`New template`,
    kind: 'task',
    permission: 'templates:write',
    link: { to: '/w/$slug/templates', search: { new: true } },
  },
  {
    id: 'invite',
    label: msg`Invite a person`,
    kind: 'task',
    permission: 'members:write',
    link: { to: '/w/$slug/settings/members', search: { invite: true } },
  },
  {
    id: 'new-team',
    label: msg`New team`,
    kind: 'task',
    permission: 'teams:write',
    link: { to: '/w/$slug/settings/teams', search: { edit: 'new' } },
  },
  {
    id: 'new-tag',
    label: msg`New tag`,
    kind: 'task',
    permission: 'contacts:manage',
    link: { to: '/w/$slug/settings/tags', search: { edit: 'new' } },
  },
  {
    id: 'new-reply',
    label: msg`New saved reply`,
    kind: 'task',
    permission: 'inbox:configure',
    link: { to: '/w/$slug/settings/saved-replies', search: { edit: 'new' } },
  },
  {
    id: 'create-key',
    label: msg`Create an API key`,
    kind: 'task',
    permission: 'api_keys:write',
    link: { to: '/w/$slug/developers/api-keys', search: { create: true } },
  },
];
