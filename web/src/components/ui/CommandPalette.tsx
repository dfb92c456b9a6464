import { Autocomplete } from '@base-ui/react/autocomplete';
import { Dialog } from '@base-ui/react/dialog';
import { Trans, useLingui } from '@lingui/react/macro';
import { Search } from 'lucide-react';
import { use, useEffect, useMemo, useState } from 'react';
import type { PaletteEntry } from '#lib/actions.ts';
import { cn } from '#lib/cn.ts';
import { ActionContext, useAllActions } from '#lib/use-actions.ts';
import { backdropStyles } from './Dialog.tsx';
import { Kbd } from './Kbd.tsx';
import { popupItemStyles } from './popup-styles.ts';

interface PaletteItem extends PaletteEntry {
  keys?: string | undefined;
  searchText: string;
}

interface PaletteGroup {
  value: string;
  items: PaletteItem[];
}

function useFound(query: string): PaletteGroup[] {
  const registry = use(ActionContext);
  const [found, setFound] = useState<{ query: string; groups: PaletteGroup[] }>({ query: '', groups: [] });
  useEffect(() => {
    const text = query.trim();
    if (text === '') return;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      void Promise.all(
        registry.sources().map(async (source) => {
          const entries = await source.search(text, stop.signal).catch(() => []);
          return { value: source.group, items: entries.map((entry) => ({ ...entry, searchText: text })) };
        }),
      ).then((groups) => {
        if (!stop.signal.aborted) setFound({ query: text, groups: groups.filter((group) => group.items.length > 0) });
      });
    }, 120);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [query, registry]);
  return found.query === query.trim() ? found.groups : [];
}

/** Groups the actions that can be run from the palette and match every word typed. */
function useActionGroups(query: string): PaletteGroup[] {
  const actions = useAllActions();
  return useMemo(() => {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    const groups = new Map<string, PaletteItem[]>();
    for (const action of actions) {
      if (action.keysOnly) continue;
      const searchText = `${action.label} ${action.group} ${action.keywords ?? ''}`.toLowerCase();
      if (!words.every((word) => searchText.includes(word))) continue;
      groups.set(action.group, [...(groups.get(action.group) ?? []), { ...action, searchText }]);
    }
    return [...groups].map(([value, items]) => ({ value, items }));
  }, [actions, query]);
}

function PaletteBody({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const [query, setQuery] = useState('');
  const actionGroups = useActionGroups(query);
  const foundGroups = useFound(query);
  const groups = [...actionGroups, ...foundGroups];
  return (
    <Autocomplete.Root
      open
      inline
      items={groups}
      filter={null}
      value={query}
      onValueChange={setQuery}
      itemToStringValue={(item: PaletteItem) => item.label}
      autoHighlight="always"
      keepHighlight
    >
      <div className="flex items-center gap-2.5 border-b border-line px-4">
        <Search aria-hidden className="size-4.5 shrink-0 text-weak" />
        <Autocomplete.Input
          aria-label={t`Search pages and actions`}
          placeholder={t`Where to, or what to do?`}
          className="h-12 w-full bg-transparent text-16 text-strong outline-none placeholder:text-weak"
        />
        <Kbd keys="escape" />
      </div>
      <Autocomplete.Empty className="px-4 py-6 text-center text-14 text-weak empty:hidden">
        <Trans>Nothing fits “{query}”. Try fewer or other words.</Trans>
      </Autocomplete.Empty>
      <Autocomplete.List className="min-h-0 flex-1 overflow-y-auto p-1.5 data-empty:p-0">
        {(group: PaletteGroup) => (
          <Autocomplete.Group key={group.value} items={group.items} className="mb-1 last:mb-0">
            <Autocomplete.GroupLabel className="px-2.5 pt-2 pb-1 text-12 font-medium text-weak">{group.value}</Autocomplete.GroupLabel>
            <Autocomplete.Collection>
              {(item: PaletteItem) => (
                <Autocomplete.Item
                  key={item.id}
                  value={item}
                  onClick={() => {
                    onClose();
                    item.run();
                  }}
                  className={cn(popupItemStyles, 'min-h-9 px-2.5')}
                >
                  <span className="min-w-0 flex-1 truncate">{item.label}</span>
                  {item.hint ? <span className="truncate text-13 text-weak">{item.hint}</span> : null}
                  {item.keys ? <Kbd keys={item.keys} /> : null}
                </Autocomplete.Item>
              )}
            </Autocomplete.Collection>
          </Autocomplete.Group>
        )}
      </Autocomplete.List>
    </Autocomplete.Root>
  );
}

/** Reaches every page, thing and action by typing. Opened with Ctrl-K; the list is what useActions and usePaletteSource offer now. */
export function CommandPalette({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const { t } = useLingui();
  return (
    <Dialog.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Dialog.Portal>
        <Dialog.Backdrop className={backdropStyles} />
        <Dialog.Viewport className="fixed inset-0 z-40 flex items-start justify-center overflow-hidden p-3 pt-[12vh]">
          <Dialog.Popup
            aria-label={t`Search pages and actions`}
            className="flex max-h-[min(30rem,80dvh)] w-full max-w-150 flex-col overflow-hidden rounded-card bg-popup shadow-popup outline-none
              transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0"
          >
            <PaletteBody onClose={() => onOpenChange(false)} />
          </Dialog.Popup>
        </Dialog.Viewport>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
