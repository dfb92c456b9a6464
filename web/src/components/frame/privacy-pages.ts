import type { Permission } from '@kabar/contract';
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import {
  BadgeCheck,
  Database,
  Eraser,
  Hourglass,
  Inbox,
  Landmark,
  LayoutDashboard,
  type LucideIcon,
  MessageSquareText,
  ScanText,
  ScrollText,
  Share2,
  Siren,
  Smartphone,
} from 'lucide-react';

/** A page of the privacy office: `permission` is what makes it appear. */
export interface PrivacyPageEntry {
  id: string;
  label: MessageDescriptor;
  icon: LucideIcon;
  to:
    | '/w/$slug/privacy/public-page'
    | '/w/$slug/privacy/promises'
    | '/w/$slug/privacy/notice'
    | '/w/$slug/privacy/erasures'
    | '/w/$slug/privacy/readings'
    | '/w/$slug/privacy/data'
    | '/w/$slug/privacy/contact-form'
    | '/w/$slug/privacy/overview'
    | '/w/$slug/privacy/disclosures'
    | '/w/$slug/privacy/incidents'
    | '/w/$slug/privacy/recipients'
    | '/w/$slug/privacy/requests'
    | '/w/$slug/privacy/retention';
  permission: Permission;
}

/** Every page of the privacy office under its heading; a new one is a row here and a route below `privacyRoute`. */
export const privacyGroups: readonly { id: string; label: MessageDescriptor; pages: readonly PrivacyPageEntry[] }[] = [
  {
    id: 'week',
    label: msg`This week`,
    pages: [
      { id: 'overview', label: msg`Overview`, icon: LayoutDashboard, to: '/w/$slug/privacy/overview', permission: 'privacy:read' },
      { id: 'requests', label: msg`Requests`, icon: Inbox, to: '/w/$slug/privacy/requests', permission: 'privacy:read' },
    ],
  },
  {
    id: 'data',
    label: msg`Data`,
    pages: [
      { id: 'data-map', label: msg`Data we hold`, icon: Database, to: '/w/$slug/privacy/data', permission: 'privacy:read' },
      { id: 'readings', label: msg`Automatic reading`, icon: ScanText, to: '/w/$slug/privacy/readings', permission: 'privacy:read' },
      { id: 'retention', label: msg`Retention`, icon: Hourglass, to: '/w/$slug/privacy/retention', permission: 'privacy:read' },
      { id: 'erasures', label: msg`Erased people`, icon: Eraser, to: '/w/$slug/privacy/erasures', permission: 'privacy:read' },
    ],
  },
  {
    id: 'public',
    label: msg`What we tell people`,
    pages: [
      { id: 'public-page', label: msg`Public page`, icon: Smartphone, to: '/w/$slug/privacy/public-page', permission: 'privacy:read' },
      { id: 'notice', label: msg`Notice`, icon: ScrollText, to: '/w/$slug/privacy/notice', permission: 'privacy:read' },
      { id: 'promises', label: msg`Promises`, icon: BadgeCheck, to: '/w/$slug/privacy/promises', permission: 'privacy:read' },
      {
        id: 'contact-form',
        label: msg`Contact form`,
        icon: MessageSquareText,
        to: '/w/$slug/privacy/contact-form',
        permission: 'contacts:read',
      },
    ],
  },
  {
    id: 'registers',
    label: msg`Registers`,
    pages: [
      { id: 'recipients', label: msg`Who receives data`, icon: Share2, to: '/w/$slug/privacy/recipients', permission: 'privacy:read' },
      { id: 'incidents', label: msg`Incidents`, icon: Siren, to: '/w/$slug/privacy/incidents', permission: 'privacy:read' },
      { id: 'disclosures', label: msg`Disclosures`, icon: Landmark, to: '/w/$slug/privacy/disclosures', permission: 'privacy:read' },
    ],
  },
];
