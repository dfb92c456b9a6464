import type { NoticeDraft } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState, type FormEvent } from 'react';
import { countriesIn, countryName } from '#lib/countries.ts';
import { errorSentence, fieldIssues } from '#lib/present-error.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { Combobox } from '#ui/Combobox.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { Textarea } from '#ui/Textarea.tsx';
import { notify } from '#ui/toasts.ts';
import { useSetFacts, type NoticeSource } from '../api/source.ts';

/** What only people know: who is responsible and how to reach them. */
export function FactsCard({ source, facts }: { source: NoticeSource; facts: NoticeDraft['facts'] }) {
  const { t, i18n } = useLingui();
  const save = useSetFacts(source);
  const [country, setCountry] = useState(facts.country);
  const countries = countriesIn(i18n.locale).map(({ code, name }) => ({ value: code, label: name, hint: code }));
  // One that has no telephone plan of its own, but was recorded, stays.
  if (country !== null && countries.every(({ value }) => value !== country))
    countries.push({ value: country, label: countryName(country, i18n.locale), hint: country });
  const issues = save.isError ? fieldIssues(save.error) : [];
  const errorOf = (path: string): string | undefined =>
    issues.some((issue) => issue.path === path)
      ? path.startsWith('about')
        ? t`This claims what nobody can keep, such as perfect security.`
        : path === 'website'
          ? t`Give an address that begins with https://.`
          : t`This is not valid.`
      : undefined;

  function handleSubmit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const text = (name: string): string | null => {
      const value = data.get(name);
      return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
    };
    save.mutate(
      {
        controller_name: text('controller_name'),
        controller_address: text('controller_address'),
        privacy_email: text('privacy_email'),
        phone: text('phone'),
        website: text('website'),
        officer: text('officer'),
        country,
        about: { en: text('about_en'), id: text('about_id') },
      },
      { onSuccess: () => notify({ title: t`Draft changed`, description: t`What is published stays as it is.` }) },
    );
  }

  return (
    <Card
      title={t`Who is responsible`}
      description={t`These facts stand on every page. What you change here counts once you publish.`}
      footer={
        source.mayChange ? (
          <Button variant="primary" type="submit" form="notice-facts" loading={save.isPending}>
            <Trans>Save</Trans>
          </Button>
        ) : undefined
      }
    >
      <form id="notice-facts" onSubmit={handleSubmit} className="grid gap-4 sm:grid-cols-2">
        <Field label={<Trans>Registered name</Trans>}>
          <Input name="controller_name" maxLength={200} disabled={!source.mayChange} defaultValue={facts.controller_name ?? ''} />
        </Field>
        <Field label={<Trans>Mailbox for privacy</Trans>} error={errorOf('privacy_email')}>
          <Input name="privacy_email" type="email" maxLength={200} disabled={!source.mayChange} defaultValue={facts.privacy_email ?? ''} />
        </Field>
        <Field label={<Trans>Address</Trans>} className="sm:col-span-2">
          <Input name="controller_address" maxLength={400} disabled={!source.mayChange} defaultValue={facts.controller_address ?? ''} />
        </Field>
        <Field
          label={<Trans>Country</Trans>}
          hint={<Trans>It decides which authority people can complain to.</Trans>}
          error={errorOf('country')}
        >
          <Combobox
            options={countries}
            value={country}
            onValueChange={setCountry}
            emptyText={t`No country has this name.`}
            placeholder={t`Choose a country`}
            disabled={!source.mayChange}
          />
        </Field>
        <Field label={<Trans>Data protection officer</Trans>} optional>
          <Input name="officer" maxLength={200} disabled={!source.mayChange} defaultValue={facts.officer ?? ''} />
        </Field>
        <Field label={<Trans>Phone</Trans>} optional>
          <Input name="phone" type="tel" maxLength={40} disabled={!source.mayChange} defaultValue={facts.phone ?? ''} />
        </Field>
        <Field label={<Trans>Website</Trans>} optional error={errorOf('website')}>
          <Input
            name="website"
            type="url"
            maxLength={300}
            placeholder="https://"
            disabled={!source.mayChange}
            defaultValue={facts.website ?? ''}
          />
        </Field>
        {source.kind === 'workspace' ? (
          <>
            <Field label={<Trans>What you write to people about, in English</Trans>} optional error={errorOf('about.en')}>
              <Textarea name="about_en" rows={3} maxLength={1000} disabled={!source.mayChange} defaultValue={facts.about.en ?? ''} />
            </Field>
            <Field label={<Trans>The same in Indonesian</Trans>} optional error={errorOf('about.id')}>
              <Textarea name="about_id" rows={3} maxLength={1000} disabled={!source.mayChange} defaultValue={facts.about.id ?? ''} />
            </Field>
          </>
        ) : null}
        {save.isError && issues.length === 0 ? (
          <p role="alert" className="text-13 text-bad sm:col-span-2">
            {errorSentence(save.error, i18n)}
          </p>
        ) : null}
      </form>
    </Card>
  );
}
