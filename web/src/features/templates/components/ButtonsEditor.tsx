import type { DraftButton } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';
import { Copy, ExternalLink, FormInput, Phone, Plus, Reply, ShoppingBag, Trash2 } from 'lucide-react';
import { useLayoutEffect, useRef } from 'react';
import { Button } from '#ui/Button.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { Menu, MenuItem } from '#ui/Menu.tsx';
import { ReorderButtons } from '#ui/ReorderButtons.tsx';
import { moved, newButton, type AddableButton } from '../fns/draft-changes.ts';
import { ButtonFields } from './ButtonFields.tsx';
import { GroupIssues } from './RuleField.tsx';

const icons = { quick_reply: Reply, url: ExternalLink, phone: Phone, copy_code: Copy, flow: FormInput, catalog: ShoppingBag } as const;

/** What kinds of button are called. */
export function useButtonNames(): (kind: DraftButton['kind']) => string {
  const { t } = useLingui();
  const names: Partial<Record<DraftButton['kind'], string>> = {
    quick_reply: t`Quick reply`,
    url: t`Open a page`,
    phone: t`Call a number`,
    copy_code: t`Copy a code`,
    flow: t`Open a form`,
    catalog: t`Show the catalogue`,
    otp: t`One-time code`,
  };
  return (kind) => names[kind] ?? kind;
}

/** Props of ButtonsEditor. `prefix` is "" for the message and "cards.1." for a card; `fixed` forbids to add, remove and move. */
export interface ButtonsEditorProps {
  buttons: readonly DraftButton[];
  prefix?: string | undefined;
  kinds: readonly AddableButton[];
  most: number;
  fixed?: boolean | undefined;
  onButtonsChange: (buttons: DraftButton[]) => void;
}

/** The buttons of a message or card: add, write, put in order, remove. */
export function ButtonsEditor({ buttons, prefix = '', kinds, most, fixed = false, onButtonsChange }: ButtonsEditorProps) {
  const { t } = useLingui();
  const nameOf = useButtonNames();
  const listRef = useRef<HTMLUListElement>(null);
  const focusRef = useRef<number | null>(null);
  const path = `${prefix}buttons`;

  // A button that was added or moved keeps the focus.
  useLayoutEffect(() => {
    const index = focusRef.current;
    focusRef.current = null;
    if (index !== null) listRef.current?.querySelector<HTMLElement>(`[data-index="${index}"] input`)?.focus();
  }, [buttons]);

  return (
    <div className="flex flex-col gap-3">
      <ul ref={listRef} aria-label={t`Buttons`} className="flex flex-col gap-3 empty:hidden">
        {buttons.map((button, index) => {
          const place = index + 1;
          const name = t`button ${place}`;
          const Icon = button.kind in icons ? icons[button.kind as AddableButton] : Copy; // just checked
          return (
            // The fields take their values from the draft, so the place is identity enough.
            <li key={index} data-index={index} className="rounded-card border border-line bg-surface-0/40 p-3">
              <div className="mb-2 flex items-center gap-2">
                <Icon aria-hidden className="size-4 text-weak" />
                <span className="min-w-0 flex-1 truncate text-13 font-medium text-strong">{nameOf(button.kind)}</span>
                {fixed ? null : (
                  <>
                    <ReorderButtons
                      name={name}
                      index={index}
                      count={buttons.length}
                      onMove={(to) => {
                        focusRef.current = to;
                        onButtonsChange(moved(buttons, index, to));
                      }}
                    />
                    <IconButton
                      size="sm"
                      label={t`Remove ${name}`}
                      icon={<Trash2 aria-hidden />}
                      onClick={() => onButtonsChange(buttons.toSpliced(index, 1))}
                    />
                  </>
                )}
              </div>
              <div className="grid gap-3 sm:grid-cols-2">
                <ButtonFields
                  path={`${path}.${index}`}
                  button={button}
                  onButtonChange={(next) => onButtonsChange(buttons.with(index, next))}
                />
              </div>
              <GroupIssues path={`${path}.${index}`} />
            </li>
          );
        })}
      </ul>
      <GroupIssues path={path} />
      {fixed || buttons.length >= most ? null : (
        <Menu
          align="start"
          trigger={
            <Button className="self-start" icon={<Plus aria-hidden />}>
              {t`Add a button`}
            </Button>
          }
        >
          {kinds.map((kind) => {
            const Icon = icons[kind];
            return (
              <MenuItem
                key={kind}
                icon={<Icon aria-hidden />}
                onClick={() => {
                  focusRef.current = buttons.length;
                  onButtonsChange([...buttons, newButton(kind)]);
                }}
              >
                {nameOf(kind)}
              </MenuItem>
            );
          })}
        </Menu>
      )}
    </div>
  );
}
