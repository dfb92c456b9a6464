import type { Entry } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';
import { useMembers } from '#features/members';
import { useWorkspace } from '#features/session';
import { useTags } from '#features/tags';
import { useTeams } from '#features/teams';
import { useFormat } from '#lib/use-format.ts';

/** Says an entry in the reader's words. Names come from what the reader may see; who is gone is called so. */
export function useEntryWords(): (entry: Entry) => string {
  const { t } = useLingui();
  const format = useFormat();
  const { memberId } = useWorkspace();
  const { data: members } = useMembers();
  const { data: teams } = useTeams();
  const { data: tags } = useTags();

  const memberName = (id: unknown): string => members?.find((member) => member.id === id)?.name ?? t`a former member`;
  const teamName = (id: unknown): string => teams?.find((team) => team.id === id)?.name ?? t`a former team`;
  const tagName = (id: unknown): string => tags?.find((tag) => tag.id === id)?.name ?? t`a former tag`;

  return (entry) => {
    const { kind, data, actor } = entry;
    const who =
      actor.kind === 'member'
        ? actor.id === memberId
          ? t`You`
          : memberName(actor.id)
        : actor.kind === 'contact'
          ? t`The customer`
          : actor.kind === 'api_key'
            ? t`A program`
            : actor.kind === 'bot'
              ? t`The bot`
              : t`Kabar`;
    switch (kind) {
      case 'assigned': {
        const assignee = data['assignee_id'] === memberId ? t`you` : memberName(data['assignee_id']);
        if (data['reason'] === 'auto') return t`Assigned to ${assignee} automatically`;
        return actor.kind === 'member' && data['assignee_id'] === actor.id
          ? t`${who} took the conversation`
          : t`${who} assigned ${assignee}`;
      }
      case 'unassigned':
        return data['reason'] === 'member_removed' ? t`Assigned to nobody, because the member left` : t`${who} assigned nobody`;
      case 'team_changed': {
        if (!data['team_id']) return t`${who} took it from the team`;
        const team = teamName(data['team_id']);
        return t`${who} gave it to the team ${team}`;
      }
      case 'resolved':
        return t`${who} resolved the conversation`;
      case 'reopened':
        return data['by'] === 'customer' ? t`Open again, because the customer wrote` : t`${who} opened it again`;
      case 'snoozed': {
        const until = typeof data['until'] === 'string' ? format.dateTime(data['until']) : '';
        return t`${who} snoozed it until ${until}`;
      }
      case 'woken':
        return t`Back from its snooze`;
      case 'tagged': {
        const tag = tagName(data['tag_id']);
        return t`${who} added the tag ${tag}`;
      }
      case 'untagged': {
        const tag = tagName(data['tag_id']);
        return t`${who} removed the tag ${tag}`;
      }
      case 'bot_started':
        return t`${who} handed over to the bot`;
      case 'bot_stopped':
        return t`${who} took over from the bot`;
      case 'rated': {
        if (data['commented'] === true) return t`The customer said why`;
        const rating = data['score'] === 3 ? t`good` : data['score'] === 2 ? t`okay` : t`bad`;
        return t`The customer rated the conversation: ${rating}`;
      }
      case 'target_missed':
        return data['target'] === 'resolution' ? t`The target for the resolution was missed` : t`The target for the first reply was missed`;
      case 'consent_doubt':
        return t`The customer may have asked to stop. Did they mean marketing messages?`;
      case 'consent_changed':
        return data['state'] === 'withdrawn' || data['state'] === 'objected'
          ? t`The customer stopped marketing messages`
          : t`The customer's consent changed`;
      case 'merged':
        return t`${who} merged another contact into this one`;
      case 'split':
        return t`${who} took merged contacts apart`;
      case 'blocked':
        return t`${who} blocked the customer`;
      case 'unblocked':
        return t`${who} unblocked the customer`;
      case 'exported':
        return t`${who} exported a transcript`;
      default:
        return t`${who} changed the conversation`;
    }
  };
}
