import { TEMPLATE_CATEGORIES, type TemplateDraftContent } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useNumbers } from '#features/numbers';
import { useFormat } from '#lib/use-format.ts';
import { Input } from '#ui/Input.tsx';
import { RadioGroup } from '#ui/RadioGroup.tsx';
import { Select } from '#ui/Select.tsx';
import { toTemplateName, withCategory } from '../fns/draft-changes.ts';
import { categoryWords } from '../fns/template-words.ts';
import { GroupIssues, RuleField } from './RuleField.tsx';

/** Props of HeadFields. `edited` is the template that the draft changes: name and account stay, an approved one keeps its category. */
export interface HeadFieldsProps {
  draft: TemplateDraftContent;
  numberId: string | null;
  edited: { status: string } | null;
  onDraftChange: (change: Partial<TemplateDraftContent>) => void;
  onNumberChange: (numberId: string) => void;
}

/** Name, account and category of a template. */
export function HeadFields({ draft, numberId, edited, onDraftChange, onNumberChange }: HeadFieldsProps) {
  const { t, i18n } = useLingui();
  const format = useFormat();
  const numbers = useNumbers();
  const usable = (numbers.data ?? []).filter((number) => number.status !== 'disconnected');
  // One line per account: its templates serve all of its numbers.
  const accounts = [...Map.groupBy(usable, (number) => number.waba_id).values()].flatMap((group) => group.slice(0, 1));
  const chosen = usable.find((number) => number.id === numberId);
  const account = accounts.find((number) => number.waba_id === chosen?.waba_id) ?? null;
  return (
    <div className="flex flex-col gap-5">
      <div className="grid gap-4 sm:grid-cols-2">
        <RuleField
          path="name"
          label={t`Name`}
          hint={edited ? t`A name cannot be changed.` : t`Only your team sees it. It cannot be changed later.`}
        >
          <Input
            value={draft.name}
            disabled={edited !== null}
            placeholder="order_ready"
            autoComplete="off"
            spellCheck={false}
            onValueChange={(typed) => onDraftChange({ name: toTemplateName(typed) })}
          />
        </RuleField>
        {accounts.length > 1 ? (
          <RuleField path="number" label={t`WhatsApp account`} hint={t`All numbers of this account can send it.`}>
            <Select
              label={t`WhatsApp account`}
              disabled={edited !== null}
              value={account?.id ?? null}
              placeholder={t`Choose`}
              options={accounts.map((number) => ({
                value: number.id,
                label: number.verified_name ?? format.phone(number.display_phone_number),
                hint: format.phone(number.display_phone_number),
              }))}
              onValueChange={onNumberChange}
            />
          </RuleField>
        ) : null}
      </div>
      <div data-rule-path="category" className="flex flex-col gap-1.5">
        <p className="text-13 font-medium text-strong">
          <Trans>Category</Trans>
        </p>
        <RadioGroup
          cards
          label={t`Category`}
          disabled={edited?.status === 'approved'}
          value={draft.category}
          options={TEMPLATE_CATEGORIES.map((value) => ({
            value,
            label: i18n._(categoryWords[value].label),
            hint: (
              <>
                {i18n._(categoryWords[value].use)} <span className="text-normal">{i18n._(categoryWords[value].cost)}</span>
              </>
            ),
          }))}
          onValueChange={(category) => onDraftChange(withCategory(draft, category))}
        />
        {edited?.status === 'approved' ? (
          <p className="text-13 text-weak">
            <Trans>An approved template keeps its category.</Trans>
          </p>
        ) : null}
        <GroupIssues path="category" />
      </div>
    </div>
  );
}
