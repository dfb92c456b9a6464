import { useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { TagDot, useTags } from '#features/tags';
import { PickList } from '#ui/PickList.tsx';

/** Props of TagMenu. */
export interface TagMenuProps {
  trigger: ReactElement;
  chosen: readonly string[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The tag that was pressed; whether it is added or taken away follows from `chosen`. */
  onToggle: (tagId: string) => void;
  align?: 'start' | 'end' | undefined;
}

/** Tags to put on and take off; stays open for several. */
export function TagMenu({ trigger, chosen, open, onOpenChange, onToggle, align = 'start' }: TagMenuProps) {
  const { t } = useLingui();
  const { data: tags = [] } = useTags();
  return (
    <PickList
      trigger={trigger}
      label={t`Tags`}
      placeholder={t`Find a tag`}
      emptyText={tags.length === 0 ? t`There are no tags yet. Managers make them in the settings.` : t`No tag has this name.`}
      multiple
      open={open}
      onOpenChange={onOpenChange}
      align={align}
      chosen={chosen}
      groups={[{ items: tags.map((tag) => ({ value: tag.id, label: tag.name, icon: <TagDot color={tag.color} /> })) }]}
      onPick={onToggle}
    />
  );
}
