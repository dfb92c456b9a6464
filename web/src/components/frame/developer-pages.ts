import type { Permission } from '@kabar/contract';
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { KeyRound, LayoutDashboard, type LucideIcon, Play, ScrollText, Webhook } from 'lucide-react';

/** Any of these makes the area appear. */
export const DEVELOPER_PERMISSIONS: readonly Permission[] = ['api_keys:read', 'webhooks:read', 'logs:read'];

/** A page for developers: `permission` is what makes it appear, any of several where it is a list. */
export interface DeveloperPageEntry {
  id: string;
  label: MessageDescriptor;
  icon: LucideIcon;
  to:
    | '/w/$slug/developers/overview'
    | '/w/$slug/developers/playground'
    | '/w/$slug/developers/api-keys'
    | '/w/$slug/developers/webhooks'
    | '/w/$slug/developers/log';
  permission: Permission | readonly Permission[];
}

/** Every page of the area under its heading; a new one is a row here and a route below `developersRoute`. */
export const developerGroups: readonly { id: string; label: MessageDescriptor; pages: readonly DeveloperPageEntry[] }[] = [
  {
    id: 'start',
    label: msg`Developers`,
    pages: [
      {
        id: 'overview',
        label: msg`Overview`,
        icon: LayoutDashboard,
        to: '/w/$slug/developers/overview',
        permission: DEVELOPER_PERMISSIONS,
      },
      { id: 'playground', label: msg`Playground`, icon: Play, to: '/w/$slug/developers/playground', permission: DEVELOPER_PERMISSIONS },
      { id: 'api-keys', label: msg`API keys`, icon: KeyRound, to: '/w/$slug/developers/api-keys', permission: 'api_keys:read' },
      { id: 'webhooks', label: msg`Webhooks`, icon: Webhook, to: '/w/$slug/developers/webhooks', permission: 'webhooks:read' },
      { id: 'log', label: msg`Request log`, icon: ScrollText, to: '/w/$slug/developers/log', permission: 'logs:read' },
    ],
  },
];
