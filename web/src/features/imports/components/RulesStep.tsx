import { LAWFUL_BASES, type Import, type ImportConsent } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { countriesIn } from '#lib/countries.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { Combobox } from '#ui/Combobox.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { RadioGroup } from '#ui/RadioGroup.tsx';
import { Select } from '#ui/Select.tsx';
import { Textarea } from '#ui/Textarea.tsx';
import { useUpdateImport } from '../api/queries.ts';

type Basis = (typeof LAWFUL_BASES)[number];

/** Numbers without a country, people who are there already, and what the people of the file agreed to. */
export function RulesStep({ given, onBack, onNext }: { given: Import; onBack: () => void; onNext: () => void }) {
  const { t, i18n } = useLingui();
  const update = useUpdateImport(given.id);
  const [country, setCountry] = useState(given.default_country);
  const [duplicates, setDuplicates] = useState(given.duplicates);
  const [marketing, setMarketing] = useState<ImportConsent['marketing']>(given.consent?.marketing ?? 'none');
  const [basis, setBasis] = useState<Basis>(given.consent?.marketing === 'none' ? given.consent.basis : 'contract');
  const [source, setSource] = useState(given.consent?.source ?? '');
  const [day, setDay] = useState(given.consent?.marketing === 'granted' ? given.consent.collected_on : '');
  const [tried, setTried] = useState(false);
  const basisWords: Record<Basis, string> = {
    consent: t`They agreed`,
    contract: t`A contract or order of theirs`,
    legitimate_interest: t`A legitimate interest`,
    legal_obligation: t`A duty by law`,
    vital_interest: t`Somebody's life or health`,
    public_task: t`A public task`,
  };
  const sourceError = source.trim().length < 3 ? t`Say in a few words where these people are from.` : undefined;
  const dayError = marketing === 'granted' && day === '' ? t`Say on which day they agreed.` : undefined;

  function next(): void {
    setTried(true);
    if (sourceError !== undefined || dayError !== undefined) return;
    const consent: ImportConsent =
      marketing === 'granted'
        ? { marketing, basis: 'consent', source: source.trim(), collected_on: day }
        : { marketing, basis, source: source.trim() };
    update.mutate({ default_country: country, duplicates, consent }, { onSuccess: onNext });
  }

  return (
    <div className="flex flex-col gap-4">
      <ErrorBanner error={update.error} />
      <Card title={t`Phone numbers and people who are there already`}>
        <div className="flex flex-col gap-4">
          <Field label={t`Country of numbers without a country code`} hint={t`A number that begins with + keeps its own.`}>
            <Combobox
              options={countriesIn(i18n.locale).map(({ code, name }) => ({ value: code, label: name, hint: code }))}
              value={country}
              onValueChange={setCountry}
              emptyText={t`No country has this name.`}
              placeholder={t`Choose a country`}
            />
          </Field>
          <RadioGroup
            cards
            label={t`People who are there already`}
            value={duplicates}
            onValueChange={setDuplicates}
            options={[
              { value: 'fill', label: t`Fill in what is missing`, hint: t`What is known stays; empty fields get the value of the file.` },
              {
                value: 'overwrite',
                label: t`Take the file's values`,
                hint: t`Fields that the file names are replaced. Undo puts them back.`,
              },
              { value: 'skip', label: t`Leave them as they are`, hint: t`Only people who are not there yet are imported.` },
            ]}
          />
        </div>
      </Card>
      <Card
        title={t`What these people agreed to`}
        description={t`Recorded with every contact of the file, so that you can prove it. Whoever stopped before is never brought back by an import.`}
      >
        <div className="flex flex-col gap-4">
          <RadioGroup
            cards
            label={t`Marketing messages`}
            value={marketing}
            onValueChange={setMarketing}
            options={[
              {
                value: 'none',
                label: t`They did not agree to marketing`,
                hint: t`You can answer them and send what belongs to an order. Marketing depends on your rule.`,
              },
              { value: 'granted', label: t`They agreed to marketing`, hint: t`You can show when and to which words each of them agreed.` },
            ]}
          />
          {marketing === 'none' ? (
            <Field label={t`Why you may keep their data`}>
              <Select value={basis} onValueChange={setBasis} options={LAWFUL_BASES.map((value) => ({ value, label: basisWords[value] }))} />
            </Field>
          ) : (
            <Field label={t`Day on which they agreed`} error={tried ? dayError : undefined}>
              <Input type="date" value={day} max={new Date().toISOString().slice(0, 10)} onValueChange={setDay} />
            </Field>
          )}
          <Field
            label={marketing === 'granted' ? t`How and to which words they agreed` : t`Where these people are from`}
            error={tried ? sourceError : undefined}
          >
            <Textarea
              dir="auto"
              rows={2}
              maxLength={500}
              value={source}
              onChange={(event) => setSource(event.target.value)}
              placeholder={
                marketing === 'granted' ? t`Box at the checkout: “Send me offers by WhatsApp”` : t`Orders in our shop since 2024`
              }
            />
          </Field>
        </div>
      </Card>
      <div className="flex justify-between">
        <Button onClick={onBack}>
          <Trans>Back</Trans>
        </Button>
        <Button variant="primary" loading={update.isPending} onClick={next}>
          <Trans>Next</Trans>
        </Button>
      </div>
    </div>
  );
}
