import { TEMPLATE_LIMITS, type TemplateDraftContent } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Card } from '#ui/Card.tsx';
import { Input } from '#ui/Input.tsx';
import { Select } from '#ui/Select.tsx';
import { Switch } from '#ui/Switch.tsx';
import { convertVariables } from '../fns/convert-variables.ts';
import { addableButtons, shapeOf, withShape, type AddableButton, type DraftShape } from '../fns/draft-changes.ts';
import { AuthenticationEditor } from './AuthenticationEditor.tsx';
import { BodyEditor } from './BodyEditor.tsx';
import { ButtonsEditor } from './ButtonsEditor.tsx';
import { CarouselEditor } from './CarouselEditor.tsx';
import { HeaderEditor } from './HeaderEditor.tsx';
import { HeadFields, type HeadFieldsProps } from './HeadFields.tsx';
import { OfferEditor } from './OfferEditor.tsx';
import { GroupIssues, RuleField } from './RuleField.tsx';

const plainButtons: readonly AddableButton[] = addableButtons.filter((kind) => kind !== 'catalog');

/** Everything a template is made of, from its name to its last button. */
export function DraftForm(props: HeadFieldsProps) {
  const { draft, onDraftChange } = props;
  const { t } = useLingui();
  const shape = shapeOf(draft);
  const format = draft.parameter_format;
  return (
    <div className="flex flex-col gap-5">
      <Card title={t`About it`}>
        <HeadFields {...props} />
      </Card>
      {draft.category === 'authentication' ? (
        <Card title={t`The code`}>
          <AuthenticationEditor draft={draft} onDraftChange={onDraftChange} />
        </Card>
      ) : (
        <>
          <Card
            title={t`Message`}
            action={
              <Select
                size="sm"
                label={t`Variables`}
                value={format}
                options={[
                  { value: 'positional', label: t`Numbered variables`, hint: '{{1}}, {{2}}' },
                  { value: 'named', label: t`Named variables`, hint: '{{first_name}}' },
                ]}
                onValueChange={(next) => {
                  if (next !== format) onDraftChange(convertVariables(draft, next));
                }}
              />
            }
          >
            <div className="flex flex-col gap-6">
              {draft.category === 'marketing' ? <ShapeField draft={draft} shape={shape} onDraftChange={onDraftChange} /> : null}
              {shape === 'carousel' ? null : (
                <HeaderEditor
                  header={draft.header}
                  kinds={shape === 'offer' ? ['none', 'image', 'video'] : ['none', 'text', 'image', 'video', 'document', 'location']}
                  format={format}
                  onHeaderChange={(header) => onDraftChange({ header })}
                />
              )}
              {draft.offer ? <OfferEditor offer={draft.offer} onOfferChange={(offer) => onDraftChange({ offer })} /> : null}
              <BodyEditor
                body={draft.body}
                max={draft.offer ? TEMPLATE_LIMITS.offerBody : TEMPLATE_LIMITS.body}
                format={format}
                onBodyChange={(body) => onDraftChange({ body })}
              />
              {shape === 'standard' ? <FooterField draft={draft} onDraftChange={onDraftChange} /> : <GroupIssues path="footer" />}
            </div>
          </Card>
          {shape === 'carousel' ? (
            <Card title={t`Cards`} description={t`Two to ten, side by side. The customer moves through them with a finger.`}>
              <CarouselEditor cards={draft.cards} format={format} onCardsChange={(cards) => onDraftChange({ cards })} />
            </Card>
          ) : null}
          {shape !== 'carousel' || draft.buttons.length > 0 ? (
            <Card title={t`Buttons`} description={shape === 'offer' ? t`An offer has a code to copy and a page to open.` : undefined}>
              <ButtonsEditor
                buttons={draft.buttons}
                kinds={shape === 'offer' ? ['copy_code', 'url'] : draft.category === 'marketing' ? addableButtons : plainButtons}
                most={shape === 'offer' ? 2 : TEMPLATE_LIMITS.buttons}
                onButtonsChange={(buttons) => onDraftChange({ buttons })}
              />
            </Card>
          ) : null}
        </>
      )}
      <GroupIssues path="other" />
    </div>
  );
}

type PartProps = Pick<HeadFieldsProps, 'draft' | 'onDraftChange'>;

function ShapeField({ draft, shape, onDraftChange }: PartProps & { shape: DraftShape }) {
  const { t } = useLingui();
  return (
    <RuleField path="shape" label={t`Form`} className="max-w-90">
      <Select
        label={t`Form`}
        value={shape}
        options={[
          { value: 'standard', label: t`Standard`, hint: t`Header, text, footer and buttons` },
          { value: 'carousel', label: t`Carousel`, hint: t`A text and two to ten cards with pictures` },
          { value: 'offer', label: t`Limited-time offer`, hint: t`With a code to copy and a clock` },
        ]}
        onValueChange={(next) => {
          if (next !== shape) onDraftChange(withShape(draft, next));
        }}
      />
    </RuleField>
  );
}

function FooterField({ draft, onDraftChange }: PartProps) {
  const { t } = useLingui();
  const footer: TemplateDraftContent['footer'] = draft.footer;
  return (
    <div className="flex flex-col gap-2">
      <Switch
        label={<Trans>Footer</Trans>}
        hint={t`One quiet line below the text, for example how to stop messages.`}
        checked={footer !== null}
        onCheckedChange={(on) => onDraftChange({ footer: on ? { text: '', code_expiration_minutes: null } : null })}
      />
      {footer ? (
        <RuleField path="footer.text" label={t`Words of the footer`} text={footer.text} max={TEMPLATE_LIMITS.footer}>
          <Input dir="auto" value={footer.text} onValueChange={(text) => onDraftChange({ footer: { ...footer, text } })} />
        </RuleField>
      ) : null}
    </div>
  );
}
