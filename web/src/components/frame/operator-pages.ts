import { msg } from '@lingui/core/macro';
import { Archive, BadgeCheck, Bug, ChartColumn, Handshake, Inbox, LifeBuoy, ScrollText, Share2, Siren } from 'lucide-react';
import type { SectionGroup } from './SectionTabs.tsx';

/** Every page for the people who run the installation, under its heading; a new one is a row here and a route below `operatorRoute`. */
export const operatorGroups: readonly SectionGroup[] = [
  {
    id: 'people',
    label: msg`What people ask`,
    pages: [
      { id: 'requests', label: msg`Requests about accounts`, icon: Inbox, link: { to: '/operator/privacy-requests' } },
      { id: 'support-access', label: msg`Support access`, icon: LifeBuoy, link: { to: '/operator/support-access' } },
    ],
  },
  {
    id: 'health',
    label: msg`How it runs`,
    pages: [
      { id: 'backups', label: msg`Backups`, icon: Archive, link: { to: '/operator/backups' } },
      { id: 'crash-reports', label: msg`Faults`, icon: Bug, link: { to: '/operator/crash-reports' } },
    ],
  },
  {
    id: 'use',
    label: msg`How it is used`,
    pages: [{ id: 'usage-statistics', label: msg`Usage statistics`, icon: ChartColumn, link: { to: '/operator/usage-statistics' } }],
  },
  {
    id: 'promised',
    label: msg`What we tell people`,
    pages: [
      { id: 'notice', label: msg`Notice`, icon: ScrollText, link: { to: '/operator/notice' } },
      { id: 'promises', label: msg`Promises`, icon: BadgeCheck, link: { to: '/operator/promises' } },
    ],
  },
  {
    id: 'registers',
    label: msg`Registers`,
    pages: [
      { id: 'recipients', label: msg`Recipients`, icon: Share2, link: { to: '/operator/recipients' } },
      { id: 'incidents', label: msg`Incidents`, icon: Siren, link: { to: '/operator/incidents' } },
      { id: 'business-transfer', label: msg`Change of hands`, icon: Handshake, link: { to: '/operator/business-transfer' } },
    ],
  },
];
