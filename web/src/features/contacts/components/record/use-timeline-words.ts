import type { TimelineItem } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';
import { useAttributes, useStages } from '#features/attributes';
import { useMembers } from '#features/members';
import { useWorkspace } from '#features/session';
import { useTags } from '#features/tags';

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : typeof value === 'string' ? [value] : [];
}

/** Says what happened to a contact in the reader's words; who or what is gone is called so. */
export function useTimelineWords(): (item: TimelineItem) => string {
  const { t } = useLingui();
  const { memberId } = useWorkspace();
  const { data: members = [] } = useMembers();
  const { data: tags = [] } = useTags();
  const { data: stages = [] } = useStages();
  const { data: attributes = [] } = useAttributes();

  return ({ kind, actor, data }) => {
    const who =
      actor.kind === 'member'
        ? actor.id === memberId
          ? t`You`
          : (members.find(({ id }) => id === actor.id)?.name ?? t`A former member`)
        : { api_key: t`A program`, contact: t`The customer`, bot: t`The bot`, system: t`Kabar` }[actor.kind];
    const tagNames = [...texts(data['tag_ids']), ...texts(data['tag_id'])]
      .map((id) => tags.find((tag) => tag.id === id)?.name ?? t`a former tag`)
      .join(', ');
    switch (kind) {
      case 'created':
        return {
          message: t`Became a contact by writing`,
          member: t`Added by hand`,
          api: t`Added by a program`,
          import: t`Came with an import`,
        }[
          String(data['source']) as 'message' | 'member' | 'api' | 'import' // words of the contract
        ];
      case 'imported':
        return t`${who} imported details from a file`;
      case 'merged':
        return actor.kind === 'system' ? t`Another contact became one with this one` : t`${who} merged another contact into this one`;
      case 'split':
        return t`${who} took merged contacts apart`;
      case 'tagged':
        return t`${who} added the tag ${tagNames}`;
      case 'untagged':
        return t`${who} removed the tag ${tagNames}`;
      case 'stage_changed': {
        const stage = stages.find(({ id }) => id === data['to'])?.name;
        return stage === undefined ? t`${who} took the stage away` : t`${who} set the stage to ${stage}`;
      }
      case 'attributes_changed': {
        const names = texts(data['keys'])
          .map((key) => attributes.find((attribute) => attribute.key === key)?.label ?? key)
          .join(', ');
        return t`${who} changed ${names}`;
      }
      case 'identifier_added':
        return t`${who} added a number or id`;
      case 'identifier_removed':
        return t`${who} took a number or id away`;
      case 'blocked':
        return t`${who} blocked the contact`;
      case 'unblocked':
        return t`${who} unblocked the contact`;
      case 'restricted':
        return t`${who} restricted the contact's data: it is only stored`;
      case 'unrestricted':
        return t`${who} ended the restriction of the contact's data`;
      case 'consent_changed': {
        const agreed = data['state'] === 'given' || data['state'] === 'resumed';
        if (data['purpose'] === 'marketing') return agreed ? t`Agreed to marketing messages` : t`Stopped marketing messages`;
        if (data['purpose'] === 'messages') return agreed ? t`Agreed to messages` : t`Stopped all messages`;
        const purpose = String(data['purpose']);
        return agreed ? t`Agreed to ${purpose}` : t`Stopped ${purpose}`;
      }
      case 'conversation_opened':
        return t`A conversation began.`;
      case 'conversation_resolved':
        return t`${who} resolved a conversation.`;
      case 'conversation_reopened':
        return t`A conversation was opened again.`;
      case 'exported':
        return t`${who} exported everything about the contact`;
    }
  };
}
