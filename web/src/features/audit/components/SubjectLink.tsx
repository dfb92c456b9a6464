import { Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';

const look = 'text-accent-text underline underline-offset-3';

/** The way from an act to what it happened to, where there is a page for that. Nothing for what has none. */
export function SubjectLink({ id }: { id: string }) {
  const open = <Trans>Open it</Trans>;
  switch (id.slice(0, 3)) {
    case 'ctc':
      return (
        <Link from="/w/$slug" to="/w/$slug/contacts/$contactId" params={{ contactId: id }} className={look}>
          {open}
        </Link>
      );
    case 'cnv':
      return (
        <Link from="/w/$slug" to="/w/$slug/inbox/$conversationId" params={{ conversationId: id }} className={look}>
          {open}
        </Link>
      );
    case 'num':
      return (
        <Link from="/w/$slug" to="/w/$slug/numbers/$numberId" params={{ numberId: id }} className={look}>
          {open}
        </Link>
      );
    case 'tpl':
      return (
        <Link from="/w/$slug" to="/w/$slug/templates/$templateId" params={{ templateId: id }} className={look}>
          {open}
        </Link>
      );
    case 'prq':
      return (
        <Link from="/w/$slug" to="/w/$slug/privacy/requests/$requestId" params={{ requestId: id }} className={look}>
          {open}
        </Link>
      );
    case 'icd':
      return (
        <Link from="/w/$slug" to="/w/$slug/privacy/incidents/$id" params={{ id }} className={look}>
          {open}
        </Link>
      );
    case 'wep':
      return (
        <Link from="/w/$slug" to="/w/$slug/developers/webhooks/$endpointId" params={{ endpointId: id }} className={look}>
          {open}
        </Link>
      );
    case 'key':
      return (
        <Link from="/w/$slug" to="/w/$slug/developers/api-keys" className={look}>
          {open}
        </Link>
      );
    case 'mem':
    case 'inv':
      return (
        <Link from="/w/$slug" to="/w/$slug/settings/members" className={look}>
          {open}
        </Link>
      );
    case 'tem':
      return (
        <Link from="/w/$slug" to="/w/$slug/settings/teams" className={look}>
          {open}
        </Link>
      );
    case 'tag':
      return (
        <Link from="/w/$slug" to="/w/$slug/settings/tags" className={look}>
          {open}
        </Link>
      );
    case 'sac':
      return (
        <Link from="/w/$slug" to="/w/$slug/settings/support-access" className={look}>
          {open}
        </Link>
      );
    case 'wsp':
      return (
        <Link from="/w/$slug" to="/w/$slug/settings/workspace" className={look}>
          {open}
        </Link>
      );
    case 'hld':
      return (
        <Link from="/w/$slug" to="/w/$slug/privacy/retention" search={{ tab: 'holds' }} className={look}>
          {open}
        </Link>
      );
    default:
      return null;
  }
}
