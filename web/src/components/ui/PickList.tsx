import { Autocomplete } from '@base-ui/react/autocomplete';
import { Popover as BasePopover } from '@base-ui/react/popover';
import { Trans } from '@lingui/react/macro';
import { Check } from 'lucide-react';
import { useState, type ReactElement, type ReactNode } from 'react';
import { cn } from '#lib/cn.ts';
import { controlStyles } from './Input.tsx';
import { popupItemStyles, popupStyles } from './popup-styles.ts';

/** One choice of a PickList. `hint` stands at its right and is searched as well. */
export interface PickOption {
  value: string;
  label: string;
  hint?: string | undefined;
  icon?: ReactNode;
  /** More words by which it is found. */
  keywords?: string | undefined;
}

/** Choices under one heading; without a heading for a single group. */
export interface PickGroup {
  label?: string | undefined;
  items: readonly PickOption[];
}

/** Props of PickList. `chosen` are marked; with `multiple` the list stays open and each press chooses or takes back. */
export interface PickListProps {
  trigger: ReactElement;
  label: string;
  groups: readonly PickGroup[];
  chosen: readonly string[];
  onPick: (value: string) => void;
  multiple?: boolean | undefined;
  placeholder: string;
  emptyText: ReactNode;
  open?: boolean | undefined;
  onOpenChange?: ((open: boolean) => void) | undefined;
  side?: 'top' | 'bottom' | undefined;
  align?: 'start' | 'center' | 'end' | undefined;
  footer?: ReactNode;
}

/** A list that opens beside its trigger with a box to narrow it by typing: whom to assign to, which tags, which view. */
export function PickList(props: PickListProps) {
  const { trigger, label, onPick, multiple = false, open, onOpenChange } = props;
  const [own, setOwn] = useState(false);
  const isOpen = open ?? own;
  const setOpen = (next: boolean): void => {
    setOwn(next);
    onOpenChange?.(next);
  };
  return (
    <BasePopover.Root open={isOpen} onOpenChange={setOpen}>
      <BasePopover.Trigger render={trigger} />
      <BasePopover.Portal>
        <BasePopover.Positioner
          side={props.side ?? 'bottom'}
          align={props.align ?? 'start'}
          sideOffset={4}
          collisionPadding={8}
          className="z-50"
        >
          <BasePopover.Popup aria-label={label} className={cn(popupStyles, 'flex max-h-(--available-height) w-68 flex-col')}>
            <PickListBody
              {...props}
              onPick={(value) => {
                if (!multiple) setOpen(false);
                onPick(value);
              }}
            />
          </BasePopover.Popup>
        </BasePopover.Positioner>
      </BasePopover.Portal>
    </BasePopover.Root>
  );
}

/** The box and the list; made anew on every opening, so that it begins with everything. */
function PickListBody({ label, groups, chosen, onPick, placeholder, emptyText, footer }: PickListProps) {
  const [query, setQuery] = useState('');
  const words = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const shown = groups
    .map((group, index) => ({
      value: String(index),
      label: group.label,
      items: group.items.filter((option) => {
        const text = `${option.label} ${option.hint ?? ''} ${option.keywords ?? ''}`.toLocaleLowerCase();
        return words.every((word) => text.includes(word));
      }),
    }))
    .filter((group) => group.items.length > 0);
  return (
    <Autocomplete.Root
      open
      inline
      items={shown}
      filter={null}
      value={query}
      onValueChange={setQuery}
      itemToStringValue={(option: PickOption) => option.label}
      autoHighlight="always"
      keepHighlight
    >
      <div className="p-1.5 pb-0.5">
        <Autocomplete.Input
          aria-label={label}
          placeholder={placeholder}
          className={cn(controlStyles, 'h-8 w-full px-2.5 touch:h-10 touch:text-16')}
        />
      </div>
      <Autocomplete.Empty className="px-3 py-2.5 text-13 text-weak empty:hidden">{emptyText}</Autocomplete.Empty>
      <Autocomplete.List className="max-h-80 min-h-0 overflow-y-auto p-1 data-empty:p-0">
        {(group: (typeof shown)[number]) => (
          <Autocomplete.Group key={group.value} items={group.items}>
            {group.label ? (
              <Autocomplete.GroupLabel className="px-2 pt-1.5 pb-1 text-12 font-medium text-weak">{group.label}</Autocomplete.GroupLabel>
            ) : null}
            <Autocomplete.Collection>
              {(option: PickOption) => (
                <Autocomplete.Item
                  key={option.value}
                  value={option}
                  // The press puts the name into the box otherwise.
                  onClick={(event) => {
                    event.preventBaseUIHandler();
                    onPick(option.value);
                  }}
                  className={popupItemStyles}
                >
                  {option.icon}
                  <span className="min-w-0 flex-1 truncate">{option.label}</span>
                  {option.hint ? <span className="text-12 text-weak tabular-nums">{option.hint}</span> : null}
                  {chosen.includes(option.value) ? (
                    <>
                      <Check aria-hidden className="text-accent-text!" />
                      <span className="sr-only">
                        <Trans>chosen</Trans>
                      </span>
                    </>
                  ) : null}
                </Autocomplete.Item>
              )}
            </Autocomplete.Collection>
          </Autocomplete.Group>
        )}
      </Autocomplete.List>
      {footer ? <div className="border-t border-line p-1.5">{footer}</div> : null}
    </Autocomplete.Root>
  );
}
