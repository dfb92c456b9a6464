import { Combobox as BaseCombobox } from '@base-ui/react/combobox';
import { Trans } from '@lingui/react/macro';
import { Check } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
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
  const { trigger, label, groups, chosen, onPick, multiple = false, placeholder, emptyText, open, onOpenChange } = props;
  const shown = groups.filter((group) => group.items.length > 0);
  return (
    <BaseCombobox.Root<PickOption>
      items={shown}
      value={null}
      autoHighlight
      {...(open === undefined ? {} : { open })}
      onOpenChange={(next, details) => {
        // A press on a choice must not close a list of which one takes several.
        if (!next && multiple && details.reason === 'item-press') return;
        onOpenChange?.(next);
      }}
      itemToStringLabel={(option: PickOption) => `${option.label} ${option.hint ?? ''} ${option.keywords ?? ''}`}
      isItemEqualToValue={(one: PickOption, other: PickOption) => one.value === other.value}
      onValueChange={(option) => {
        if (option) onPick(option.value);
      }}
    >
      <BaseCombobox.Trigger render={trigger} />
      <BaseCombobox.Portal>
        <BaseCombobox.Positioner
          side={props.side ?? 'bottom'}
          align={props.align ?? 'start'}
          sideOffset={4}
          collisionPadding={8}
          className="z-50"
        >
          <BaseCombobox.Popup aria-label={label} className={cn(popupStyles, 'flex max-h-(--available-height) w-64 flex-col')}>
            <div className="p-1.5 pb-0.5">
              <BaseCombobox.Input
                aria-label={label}
                placeholder={placeholder}
                className={cn(controlStyles, 'h-8 w-full px-2.5 touch:h-10 touch:text-16')}
              />
            </div>
            <BaseCombobox.Empty className="px-3 py-2.5 text-13 text-weak empty:hidden">{emptyText}</BaseCombobox.Empty>
            <BaseCombobox.List className="max-h-80 min-h-0 overflow-y-auto p-1 data-empty:p-0">
              {(group: PickGroup) => (
                <BaseCombobox.Group key={group.label ?? ''} items={[...group.items]}>
                  {group.label ? (
                    <BaseCombobox.GroupLabel className="px-2 pt-1.5 pb-1 text-12 font-medium text-weak">
                      {group.label}
                    </BaseCombobox.GroupLabel>
                  ) : null}
                  <BaseCombobox.Collection>
                    {(option: PickOption) => (
                      <BaseCombobox.Item key={option.value} value={option} className={popupItemStyles}>
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
                      </BaseCombobox.Item>
                    )}
                  </BaseCombobox.Collection>
                </BaseCombobox.Group>
              )}
            </BaseCombobox.List>
            {props.footer ? <div className="border-t border-line p-1.5">{props.footer}</div> : null}
          </BaseCombobox.Popup>
        </BaseCombobox.Positioner>
      </BaseCombobox.Portal>
    </BaseCombobox.Root>
  );
}
