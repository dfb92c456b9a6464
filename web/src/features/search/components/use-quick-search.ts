import { useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useWorkspace } from '#features/session';
import type { PaletteSource } from '#lib/actions.ts';
import { formatPhone } from '#lib/format-phone.ts';
import { usePaletteSource } from '#lib/use-actions.ts';

/** Lets the palette find conversations, contacts and templates everywhere, and go on to the search in all messages. */
export function useQuickSearch(): void {
  const { t } = useLingui();
  const { api, workspace, permissions } = useWorkspace();
  const navigate = useNavigate();
  const slug = workspace.slug;
  const words = { found: t`Found`, noName: t`No name`, conversation: t`Conversation`, contact: t`Contact`, template: t`Template` };
  const allOf = (query: string): string => t`Search all messages for “${query}”`;
  const maySearch = permissions.has('conversations:read') && permissions.has('contacts:read');
  const source = useMemo<PaletteSource>(
    () => ({
      id: 'quick-search',
      group: words.found,
      search: async (query, signal) => {
        if (!maySearch || query.trim().length < 2) return [];
        const found = await api.search.quick({ q: query }, { signal });
        const shown = new Set(found.conversations.map(({ contact }) => contact.id));
        const label = (contact: { name: string | null; phone: string | null }): string =>
          contact.name ?? (contact.phone === null ? words.noName : formatPhone(contact.phone));
        return [
          ...found.conversations.map(({ id, contact }) => ({
            id,
            label: label(contact),
            hint: contact.name !== null && contact.phone !== null ? formatPhone(contact.phone) : words.conversation,
            run: () => void navigate({ to: '/w/$slug/inbox/$conversationId', params: { slug, conversationId: id } }),
          })),
          ...found.contacts
            .filter(({ id }) => !shown.has(id))
            .map((contact) => ({
              id: contact.id,
              label: label(contact),
              hint: words.contact,
              run: () => void navigate({ to: '/w/$slug/contacts/$contactId', params: { slug, contactId: contact.id } }),
            })),
          ...found.templates.map((template) => ({
            id: template.id,
            label: template.name,
            hint: `${words.template} · ${template.language}`,
            run: () => void navigate({ to: '/w/$slug/templates', params: { slug }, search: { q: template.name } }),
          })),
          {
            id: 'search-all',
            label: allOf(query),
            run: () => void navigate({ to: '/w/$slug/search', params: { slug }, hash: encodeURIComponent(query) }),
          },
        ];
      },
    }),
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- words change with the language alone, which mounts everything anew
    [api, maySearch, navigate, slug],
  );
  usePaletteSource(source);
}
