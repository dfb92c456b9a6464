import { TEMPLATE_LIMITS, type DraftOffer } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';
import { Checkbox } from '#ui/Checkbox.tsx';
import { Input } from '#ui/Input.tsx';
import { GroupIssues, RuleField } from './RuleField.tsx';

/** The strip of a limited-time offer. */
export function OfferEditor({ offer, onOfferChange }: { offer: DraftOffer; onOfferChange: (offer: DraftOffer) => void }) {
  const { t } = useLingui();
  return (
    <div className="flex flex-col gap-3">
      <RuleField path="offer.text" label={t`Words of the offer`} text={offer.text} max={TEMPLATE_LIMITS.offerText}>
        <Input dir="auto" value={offer.text} onValueChange={(text) => onOfferChange({ ...offer, text })} />
      </RuleField>
      <Checkbox
        label={t`Show how long it still holds`}
        hint={t`Each message names the end; the phone counts down.`}
        checked={offer.has_expiration === true}
        onCheckedChange={(on) => onOfferChange({ ...offer, has_expiration: on })}
      />
      <GroupIssues path="offer" />
    </div>
  );
}
