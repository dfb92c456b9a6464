import { useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useWorkspace } from '#features/session';
import type { PaletteSource } from '#lib/actions.ts';
import { usePaletteSource } from '#lib/use-actions.ts';

const mostShown = 6;

/** Lets the palette find templates by their name. */
export function useTemplateSearch(): void {
  const { t } = useLingui();
  const { api, workspace, permissions } = useWorkspace();
  const navigate = useNavigate();
  const group = t`Templates`;
  const mayRead = permissions.has('templates:read');
  const source = useMemo<PaletteSource>(
    () => ({
      id: 'templates',
      group,
      search: async (query, signal) => {
        const q = query.trim().replaceAll(/\s+/g, '_');
        if (!mayRead || q === '') return [];
        const { data } = await api.templates.groups({ q, limit: mostShown }, { signal });
        return data.flatMap((found) => {
          const first = found.languages[0];
          if (!first) return [];
          return {
            id: first.id,
            label: found.name,
            hint: found.languages.map((language) => language.language).join(', '),
            run: () => void navigate({ to: '/w/$slug/templates/$templateId', params: { slug: workspace.slug, templateId: first.id } }),
          };
        });
      },
    }),
    [group, mayRead, api, workspace.slug, navigate],
  );
  usePaletteSource(source);
}
