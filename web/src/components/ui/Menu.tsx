import { Menu as BaseMenu } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import type { ComponentProps, ReactElement, ReactNode } from 'react';
import { cn } from '#lib/cn.ts';
import { Kbd } from './Kbd.tsx';
import { popupItemStyles, popupStyles } from './popup-styles.ts';

/** Props of Menu. `trigger` is a Button or IconButton. */
export interface MenuProps {
  trigger: ReactElement;
  children: ReactNode;
  side?: 'top' | 'bottom' | 'left' | 'right' | undefined;
  align?: 'start' | 'center' | 'end' | undefined;
  className?: string | undefined;
}

/** Actions on a thing. Arrow keys, first letters and Esc work; focus returns to the trigger. */
export function Menu({ trigger, children, side = 'bottom', align = 'end', className }: MenuProps) {
  return (
    <BaseMenu.Root>
      <BaseMenu.Trigger render={trigger} />
      <BaseMenu.Portal>
        <BaseMenu.Positioner side={side} align={align} sideOffset={4} collisionPadding={8} className="z-50 outline-none">
          <BaseMenu.Popup className={cn(popupStyles, 'max-h-(--available-height) min-w-48 overflow-y-auto p-1', className)}>
            {children}
          </BaseMenu.Popup>
        </BaseMenu.Positioner>
      </BaseMenu.Portal>
    </BaseMenu.Root>
  );
}

/** Props of MenuItem: Base UI's, an icon, a shortcut, and `danger` for what removes. */
export interface MenuItemProps extends Omit<ComponentProps<typeof BaseMenu.Item>, 'className'> {
  icon?: ReactNode;
  shortcut?: string | undefined;
  danger?: boolean | undefined;
}

/** One action of a Menu. */
export function MenuItem({ icon, shortcut, danger, children, ...rest }: MenuItemProps) {
  return (
    <BaseMenu.Item className={cn(popupItemStyles, danger && 'text-bad data-highlighted:text-bad [&_svg]:text-bad')} {...rest}>
      {icon}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {shortcut ? <Kbd keys={shortcut} /> : null}
    </BaseMenu.Item>
  );
}

/** A link inside a Menu: `render={<Link to="…" />}`. */
export function MenuLink({ icon, children, ...rest }: Omit<ComponentProps<typeof BaseMenu.LinkItem>, 'className'> & { icon?: ReactNode }) {
  return (
    <BaseMenu.LinkItem className={popupItemStyles} closeOnClick {...rest}>
      {icon}
      <span className="min-w-0 flex-1 truncate">{children}</span>
    </BaseMenu.LinkItem>
  );
}

/** One choice of MenuChoices. */
export interface MenuChoice<Value extends string> {
  value: Value;
  label: string;
  icon?: ReactNode;
}

/** A group of choices of which one holds, with its name above; the menu stays open so that the effect is seen. */
export function MenuChoices<Value extends string>(props: {
  label: string;
  options: readonly MenuChoice<Value>[];
  value: Value;
  onValueChange: (value: Value) => void;
}) {
  return (
    <BaseMenu.Group>
      <BaseMenu.GroupLabel className="px-2 pt-1.5 pb-1 text-12 font-medium text-weak">{props.label}</BaseMenu.GroupLabel>
      <BaseMenu.RadioGroup value={props.value} onValueChange={(next: Value) => props.onValueChange(next)}>
        {props.options.map((option) => (
          <BaseMenu.RadioItem key={option.value} value={option.value} className={popupItemStyles}>
            {option.icon}
            <span className="min-w-0 flex-1 truncate">{option.label}</span>
            <BaseMenu.RadioItemIndicator>
              <Check aria-hidden className="text-accent-text!" />
            </BaseMenu.RadioItemIndicator>
          </BaseMenu.RadioItem>
        ))}
      </BaseMenu.RadioGroup>
    </BaseMenu.Group>
  );
}

/** A line between groups of a Menu. */
export function MenuSeparator() {
  return <BaseMenu.Separator className="mx-2 my-1 h-px bg-line" />;
}
