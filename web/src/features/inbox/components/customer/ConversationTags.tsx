import type { Conversation } from '@kabar/contract';
import { Trans } from '@lingui/react/macro';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { usePermission } from '#features/session';
import { TagChip, useTags } from '#features/tags';
import { Button } from '#ui/Button.tsx';
import { useWork } from '../../api/work.ts';
import { TagMenu } from '../work/TagMenu.tsx';

/** The tags of the conversation, beside those of the customer; each press counts at once. */
export function ConversationTags({ conversation }: { conversation: Conversation }) {
  const mayWrite = usePermission('conversations:write');
  const { data: tags = [] } = useTags();
  const work = useWork();
  const [open, setOpen] = useState(false);
  const own: readonly string[] = conversation.tag_ids;

  function toggle(id: string): void {
    void work.setTags(conversation, own.includes(id) ? own.filter((other) => other !== id) : [...own, id]);
  }

  return (
    <div className="flex flex-wrap items-center gap-1.5">
      {tags
        .filter(({ id }) => own.includes(id))
        .map((tag) => (
          <TagChip key={tag.id} tag={tag} onRemove={mayWrite ? () => toggle(tag.id) : undefined} />
        ))}
      {mayWrite ? (
        <TagMenu
          chosen={own}
          open={open}
          onOpenChange={setOpen}
          onToggle={toggle}
          trigger={
            <Button size="sm" variant="ghost" icon={<Plus aria-hidden />} className="h-6 px-1.5 text-12">
              <Trans>Tag</Trans>
            </Button>
          }
        />
      ) : null}
    </div>
  );
}
