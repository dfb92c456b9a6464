import type { Conversation, Page } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';
import { useQueryClient, type InfiniteData } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useWorkspace } from '#features/session';
import type { PaletteSource } from '#lib/actions.ts';
import { usePaletteSource } from '#lib/use-actions.ts';
import { inboxKeys } from '../api/keys.ts';
import { contactLabel, contactSubline } from '../fns/contact-label.ts';

const mostShown = 8;
const fewestDigits = 6;

/** Lets the palette find conversations: by name among those that are loaded, by phone number among all. */
export function useConversationSearch(): void {
  const { t } = useLingui();
  const { api, workspace } = useWorkspace();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const group = t`Conversations`;
  const noName = t`No name`;
  const source = useMemo<PaletteSource>(
    () => ({
      id: 'conversations',
      group,
      search: async (query, signal) => {
        const lists = queryClient.getQueriesData<InfiniteData<Page<Conversation>>>({ queryKey: inboxKeys.lists(workspace.id) });
        const loaded = lists.flatMap(([, list]) => list?.pages.flatMap((page) => page.data) ?? []);
        const words = query.toLowerCase().split(/\s+/).filter(Boolean);
        const digits = query.replaceAll(/\D/g, '');
        const found = loaded.filter(({ contact }) => {
          const text = `${contactLabel(contact) ?? ''} ${contact.profile_name ?? ''} ${contact.username ?? ''}`.toLowerCase();
          const byPhone = digits.length >= fewestDigits && (contact.phone ?? '').replaceAll(/\D/g, '').includes(digits);
          return byPhone || words.every((word) => text.includes(word));
        });
        if (found.length === 0 && digits.length >= fewestDigits) {
          const contacts = await api.contacts.list({ phone: query, limit: 1 }, { signal });
          const contact = contacts.data[0];
          if (contact) found.push(...(await api.conversations.list({ contact_id: contact.id, limit: mostShown }, { signal })).data);
        }
        const byId = new Map(found.map((conversation) => [conversation.id, conversation]));
        return [...byId.values()].slice(0, mostShown).map((conversation) => ({
          id: conversation.id,
          label: contactLabel(conversation.contact) ?? noName,
          hint: contactSubline(conversation.contact) ?? undefined,
          run: () =>
            void navigate({
              to: '/w/$slug/inbox/$conversationId',
              params: { slug: workspace.slug, conversationId: conversation.id },
            }),
        }));
      },
    }),
    [group, noName, api, workspace.id, workspace.slug, queryClient, navigate],
  );
  usePaletteSource(source);
}
