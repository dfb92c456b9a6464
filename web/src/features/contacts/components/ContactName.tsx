import type { Contact } from '@kabar/contract';
import { Trans } from '@lingui/react/macro';
import { Archive, Ban } from 'lucide-react';
import { contactLabel, contactSubline } from '#lib/contact-label.ts';
import { Avatar } from '#ui/Avatar.tsx';
import { Badge } from '#ui/Badge.tsx';

/** A mark beside the name of somebody who is blocked. */
export function BlockedBadge() {
  return (
    <Badge tone="bad" icon={<Ban aria-hidden />}>
      <Trans>Blocked</Trans>
    </Badge>
  );
}

/** A mark beside the name of somebody whose data is only stored. */
export function RestrictedBadge() {
  return (
    <Badge tone="warn" icon={<Archive aria-hidden />}>
      <Trans>Data only stored</Trans>
    </Badge>
  );
}

/** A contact in a row: picture, name, and what else tells them apart. */
export function ContactName({ contact, withSubline = true }: { contact: Contact; withSubline?: boolean }) {
  const label = contactLabel(contact);
  const subline = withSubline ? contactSubline(contact) : null;
  return (
    <span className="flex min-w-0 items-center gap-3">
      <Avatar id={contact.id} name={contact.name ?? contact.profile_name} />
      <span className="flex min-w-0 flex-col">
        <span className="flex min-w-0 items-center gap-2">
          <span dir="auto" className="truncate font-medium text-strong">
            {label ?? <Trans>No name</Trans>}
          </span>
          {contact.blocked ? <BlockedBadge /> : null}
          {contact.restricted ? <RestrictedBadge /> : null}
        </span>
        {subline ? <span className="truncate text-13 text-weak tabular-nums">{subline}</span> : null}
      </span>
    </span>
  );
}
