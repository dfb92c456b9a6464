import { EllipsisVertical, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useActionKeys, useActions } from '#lib/use-actions.ts';
import { Button } from '#ui/Button.tsx';
import { CommandPalette } from '#ui/CommandPalette.tsx';
import { ConfirmDialog } from '#ui/ConfirmDialog.tsx';
import { Dialog, Sheet } from '#ui/Dialog.tsx';
import { Field } from '#ui/Field.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { Input } from '#ui/Input.tsx';
import { Menu, MenuChoices, MenuItem, MenuSeparator } from '#ui/Menu.tsx';
import { Popover } from '#ui/Popover.tsx';
import { ShortcutSheet } from '#ui/ShortcutSheet.tsx';
import { notify } from '#ui/toasts.ts';
import { Tooltip } from '#ui/Tooltip.tsx';
import { Section, Specimen } from './Specimen.tsx';

type Overlay = 'dialog' | 'inner' | 'confirm' | 'sheet' | 'palette' | 'keys' | null;

/** Everything that opens above the page. */
export function OverlaySpecimens() {
  const [open, setOpen] = useState<Overlay>(null);
  const [order, setOrder] = useState('newest');
  const toggle = (name: Overlay) => (next: boolean) => setOpen(next ? name : null);
  useActionKeys();
  useActions([
    { id: 'palette', label: 'Open the palette', group: 'Gallery', keys: 'mod+k', run: () => setOpen('palette') },
    { id: 'keys', label: 'Show the keys', group: 'Gallery', keys: '?', run: () => setOpen('keys') },
    { id: 'toast', label: 'Say something', group: 'Gallery', keys: 'g t', run: () => notify({ title: 'Said' }) },
  ]);
  return (
    <Section name="Dialog, alert, sheet, popover, menu, tooltip, toast, palette, keys">
      <Specimen name="press to open" wide>
        <Button onClick={() => setOpen('dialog')}>Dialog</Button>
        <Button onClick={() => setOpen('confirm')}>Question</Button>
        <Button onClick={() => setOpen('sheet')}>Sheet</Button>
        <Button onClick={() => setOpen('palette')}>Palette</Button>
        <Button onClick={() => setOpen('keys')}>Keys</Button>
        <Popover label="Filters" trigger={<Button>Popover</Button>}>
          <Field label="Filter">
            <Input />
          </Field>
        </Popover>
        <Menu trigger={<IconButton label="More actions" icon={<EllipsisVertical aria-hidden />} />}>
          <MenuItem icon={<Pencil aria-hidden />} shortcut="e">
            Rename
          </MenuItem>
          <MenuItem disabled>Not possible now</MenuItem>
          <MenuSeparator />
          <MenuChoices
            label="Order"
            value={order}
            onValueChange={setOrder}
            options={[
              { value: 'newest', label: 'Newest first' },
              { value: 'oldest', label: 'Oldest first' },
            ]}
          />
          <MenuSeparator />
          <MenuItem danger icon={<Trash2 aria-hidden />}>
            Remove
          </MenuItem>
        </Menu>
        <Tooltip label="A word of explanation" shortcut="mod+enter">
          <Button variant="ghost">Tooltip</Button>
        </Tooltip>
      </Specimen>
      <Specimen name="toasts" wide>
        <Button onClick={() => notify({ title: 'Saved' })}>Good</Button>
        <Button onClick={() => notify({ tone: 'info', title: 'A new version is ready', description: 'Reload when it suits you.' })}>
          Info
        </Button>
        <Button onClick={() => notify({ tone: 'warn', title: 'Kept in this browser only' })}>Warn</Button>
        <Button
          onClick={() => notify({ tone: 'bad', title: 'Could not save', description: 'No connection. What you typed is still here.' })}
        >
          Bad
        </Button>
        <Button
          onClick={() => notify({ title: 'Siti is now Manager', action: { label: 'Undo', onClick: () => notify({ title: 'Undone' }) } })}
        >
          Undo
        </Button>
      </Specimen>
      <Dialog
        open={open === 'dialog' || open === 'inner'}
        onOpenChange={toggle('dialog')}
        title="Invite a person"
        description="They get a mail with a link."
        footer={
          <>
            <Button onClick={() => setOpen(null)}>Cancel</Button>
            <Button variant="primary" onClick={() => setOpen('inner')}>
              Ask something first
            </Button>
          </>
        }
      >
        <Field label="E-mail">
          <Input type="email" />
        </Field>
        <ConfirmDialog
          open={open === 'inner'}
          onOpenChange={(next) => setOpen(next ? 'inner' : 'dialog')}
          title="Really?"
          confirmLabel="Yes"
          tone="normal"
          onConfirm={() => setOpen(null)}
        >
          Esc closes this question only.
        </ConfirmDialog>
      </Dialog>
      <ConfirmDialog
        open={open === 'confirm'}
        onOpenChange={toggle('confirm')}
        title="Erase Siti Rahma and 214 messages?"
        confirmLabel="Erase"
        error="No connection to Kabar. Nothing was erased."
        onConfirm={() => setOpen(null)}
      >
        This cannot be undone.
      </ConfirmDialog>
      <Sheet open={open === 'sheet'} onOpenChange={toggle('sheet')} title="Siti Rahma" description="Customer since March">
        Details beside the page.
      </Sheet>
      <CommandPalette open={open === 'palette'} onOpenChange={toggle('palette')} />
      <ShortcutSheet open={open === 'keys'} onOpenChange={toggle('keys')} />
    </Section>
  );
}
