import { useLingui } from '@lingui/react/macro';
import type { SelectOption } from '#ui/Select.tsx';
import type { PlaygroundKind } from '../fns/playground-kinds.ts';

/** Kinds of message with their names, and what each is for. */
export function useKindOptions(): SelectOption<PlaygroundKind>[] {
  const { t } = useLingui();
  return [
    { value: 'text', label: t`Text`, hint: t`For customers who wrote in the last 24 hours` },
    { value: 'template', label: t`Template`, hint: t`Approved by WhatsApp; at any time` },
    { value: 'image', label: t`Picture`, hint: t`JPEG or PNG, with or without words` },
    { value: 'video', label: t`Video` },
    { value: 'audio', label: t`Sound`, hint: t`Also voice messages` },
    { value: 'document', label: t`Document` },
    { value: 'sticker', label: t`Sticker`, hint: t`WebP` },
    { value: 'location', label: t`Place` },
    { value: 'contacts', label: t`Contact cards` },
    { value: 'reaction', label: t`Reaction`, hint: t`An emoji on a message` },
    { value: 'buttons', label: t`Buttons`, hint: t`A question with up to three answers` },
    { value: 'list', label: t`List`, hint: t`A choice of up to ten` },
    { value: 'link', label: t`Button with a link` },
  ];
}
