import type { Permission } from '@kabar/contract';
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import {
  Bell,
  ScrollText,
  LifeBuoy,
  Building2,
  Clock,
  ListOrdered,
  LockKeyhole,
  MessageSquareReply,
  MessageSquareText,
  ShieldCheck,
  Shuffle,
  SmilePlus,
  Tags,
  Target,
  TextCursorInput,
  UserCog,
  Users,
  UsersRound,
  type LucideIcon,
} from 'lucide-react';

/** A page of Settings: `permission` is what makes it appear. */
export interface SettingsPage {
  id: string;
  label: MessageDescriptor;
  icon: LucideIcon;
  to:
    | '/w/$slug/settings/workspace'
    | '/w/$slug/settings/members'
    | '/w/$slug/settings/roles'
    | '/w/$slug/settings/security'
    | '/w/$slug/settings/audit'
    | '/w/$slug/settings/support-access'
    | '/w/$slug/settings/teams'
    | '/w/$slug/settings/working-hours'
    | '/w/$slug/settings/automatic-replies'
    | '/w/$slug/settings/assignment'
    | '/w/$slug/settings/targets'
    | '/w/$slug/settings/satisfaction'
    | '/w/$slug/settings/saved-replies'
    | '/w/$slug/settings/tags'
    | '/w/$slug/settings/attributes'
    | '/w/$slug/settings/stages'
    | '/w/$slug/settings/consent'
    | '/w/$slug/settings/notifications';
  permission: Permission;
}

/** Every page of Settings under its heading; a new one is a row here and a route below `settingsRoute`. */
export const settingsGroups: readonly { id: string; label: MessageDescriptor; pages: readonly SettingsPage[] }[] = [
  {
    id: 'workspace',
    label: msg`Workspace`,
    pages: [
      { id: 'workspace', label: msg`General`, icon: Building2, to: '/w/$slug/settings/workspace', permission: 'workspace:read' },
      { id: 'members', label: msg`Members`, icon: Users, to: '/w/$slug/settings/members', permission: 'members:read' },
      { id: 'roles', label: msg`Roles`, icon: UserCog, to: '/w/$slug/settings/roles', permission: 'members:read' },
      {
        id: 'security',
        label: msg`Sign-in and security`,
        icon: LockKeyhole,
        to: '/w/$slug/settings/security',
        permission: 'members:write',
      },
      { id: 'teams', label: msg`Teams and sight`, icon: UsersRound, to: '/w/$slug/settings/teams', permission: 'teams:write' },
      { id: 'audit', label: msg`Audit log`, icon: ScrollText, to: '/w/$slug/settings/audit', permission: 'audit:read' },
      {
        id: 'support-access',
        label: msg`Support access`,
        icon: LifeBuoy,
        to: '/w/$slug/settings/support-access',
        permission: 'support:grant',
      },
    ],
  },
  {
    id: 'inbox',
    label: msg`Inbox`,
    pages: [
      { id: 'working-hours', label: msg`Working hours`, icon: Clock, to: '/w/$slug/settings/working-hours', permission: 'inbox:configure' },
      {
        id: 'automatic-replies',
        label: msg`Away message`,
        icon: MessageSquareReply,
        to: '/w/$slug/settings/automatic-replies',
        permission: 'inbox:configure',
      },
      { id: 'assignment', label: msg`Assignment`, icon: Shuffle, to: '/w/$slug/settings/assignment', permission: 'inbox:configure' },
      { id: 'targets', label: msg`Targets`, icon: Target, to: '/w/$slug/settings/targets', permission: 'inbox:configure' },
      {
        id: 'satisfaction',
        label: msg`Satisfaction`,
        icon: SmilePlus,
        to: '/w/$slug/settings/satisfaction',
        permission: 'inbox:configure',
      },
      {
        id: 'saved-replies',
        label: msg`Saved replies`,
        icon: MessageSquareText,
        to: '/w/$slug/settings/saved-replies',
        permission: 'conversations:write',
      },
    ],
  },
  {
    id: 'contacts',
    label: msg`Contacts`,
    pages: [
      { id: 'tags', label: msg`Tags`, icon: Tags, to: '/w/$slug/settings/tags', permission: 'contacts:manage' },
      {
        id: 'attributes',
        label: msg`Attributes`,
        icon: TextCursorInput,
        to: '/w/$slug/settings/attributes',
        permission: 'contacts:manage',
      },
      { id: 'stages', label: msg`Stages`, icon: ListOrdered, to: '/w/$slug/settings/stages', permission: 'contacts:manage' },
      { id: 'consent', label: msg`Consent`, icon: ShieldCheck, to: '/w/$slug/settings/consent', permission: 'consent:read' },
    ],
  },
  {
    id: 'you',
    label: msg`You`,
    pages: [
      {
        id: 'notifications',
        label: msg`My notifications`,
        icon: Bell,
        to: '/w/$slug/settings/notifications',
        permission: 'conversations:read',
      },
    ],
  },
];
