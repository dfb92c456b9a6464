import { Tabs as BaseTabs } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';

/** One tab; `count` stands behind its name. */
export interface TabItem<Value extends string> {
  value: Value;
  label: ReactNode;
  count?: number | undefined;
  content: ReactNode;
}

/** Props of Tabs. Keep `value` in the URL, so that a link leads to the tab. */
export interface TabsProps<Value extends string> {
  label: string;
  items: readonly TabItem<Value>[];
  value: Value;
  onValueChange: (value: Value) => void;
}

/** Views of the same thing beside each other. */
export function Tabs<Value extends string>({ label, items, value, onValueChange }: TabsProps<Value>) {
  return (
    <BaseTabs.Root value={value} onValueChange={(next: Value) => onValueChange(next)}>
      <BaseTabs.List aria-label={label} className="relative flex gap-1 overflow-x-auto border-b border-line">
        {items.map((item) => (
          <BaseTabs.Tab
            key={item.value}
            value={item.value}
            className="flex h-9 shrink-0 items-center gap-2 rounded-t-control px-3 text-14 font-medium text-weak -outline-offset-2 hover:text-strong
              data-active:text-strong touch:h-11"
          >
            {item.label}
            {item.count === undefined ? null : (
              <span className="rounded-full bg-surface-3 px-1.5 text-12 text-normal tabular-nums">{item.count}</span>
            )}
          </BaseTabs.Tab>
        ))}
        <BaseTabs.Indicator className="absolute bottom-0 left-0 h-0.5 w-(--active-tab-width) translate-x-(--active-tab-left) bg-accent transition-[translate,width] duration-160" />
      </BaseTabs.List>
      {items.map((item) => (
        <BaseTabs.Panel key={item.value} value={item.value} className="pt-4 outline-offset-4">
          {item.content}
        </BaseTabs.Panel>
      ))}
    </BaseTabs.Root>
  );
}
