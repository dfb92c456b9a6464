import type { PersonImport, PersonImportLeftOut } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useWorkspace } from '#features/session';
import { useFormat } from '#lib/use-format.ts';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { Field } from '#ui/Field.tsx';
import { Textarea } from '#ui/Textarea.tsx';
import { useDropPerson, useStartPerson } from '../api/person-queries.ts';

/** What of a file is not taken, in words, and why. */
export function LeftOut({ rows }: { rows: PersonImport['left_out'] }) {
  const { t } = useLingui();
  const why: Record<PersonImportLeftOut, string> = {
    attribute_unknown: t`There is no such attribute here. Define it first if you want it.`,
    attribute_unfit: t`The value does not fit the attribute here.`,
    stage_unknown: t`There is no such stage here.`,
    identifier_not_portable: t`An identifier that only holds in the other business.`,
    consent_without_evidence: t`An agreement without anything that proves it. It does not count here.`,
    file_missing: t`A file of a message that is not in the export.`,
    file_refused: t`A file that is not kept: too large, no space left, or malware.`,
  };
  if (rows.length === 0) return null;
  return (
    <Card title={t`Left out`}>
      <ul className="flex flex-col gap-2 text-14">
        {rows.map(({ why: reason, what, count }) => (
          <li key={`${reason} ${what ?? ''}`}>
            {what === null ? null : <span className="font-medium text-strong">{what}: </span>}
            <span className="text-weak">{why[reason]}</span>
            {count > 1 ? <span className="text-weak"> ({count})</span> : null}
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** Who is in the file, whom they meet here, what would come; and the start. */
export function PersonImportDraft({ given }: { given: PersonImport }) {
  const { t } = useLingui();
  const format = useFormat();
  const { workspace } = useWorkspace();
  const navigate = useNavigate();
  const start = useStartPerson(given.id);
  const drop = useDropPerson(given.id);
  const [evidence, setEvidence] = useState('');
  const slug = workspace.slug;
  const { person, file, found, meets } = given;
  const needsEvidence = meets === 'erased';
  const exportedAt = file === null ? '' : format.dateTime(file.exported_at);
  const from = file?.exported_from ?? t`another installation`;
  const lines: [string, number][] = [
    [t`Messages`, found.messages],
    [t`Files`, found.files],
    [t`Notes`, found.notes],
    [t`Records of consent`, found.consents],
  ];
  return (
    <>
      <ErrorBanner error={start.error ?? drop.error} />
      <Card title={person?.name ?? t`Without a name`} description={person?.identifiers.join(' · ')}>
        <p className="text-14 text-weak">
          <Trans>
            From {from}, exported {exportedAt}.
          </Trans>
        </p>
        <dl className="mt-3 grid grid-cols-[1fr_auto] gap-x-6 gap-y-1.5 text-14">
          {lines.map(([label, count]) => (
            <div key={label} className="contents">
              <dt>{label}</dt>
              <dd className="text-right tabular-nums">{format.number(count)}</dd>
            </div>
          ))}
        </dl>
      </Card>
      {meets === 'one' && given.contact_id !== null ? (
        <Banner tone="info" title={t`This person is here already`}>
          <Trans>What the contact lacks is filled in; what is there stays. What came before does not come twice.</Trans>{' '}
          <Link to="/w/$slug/contacts/$contactId" params={{ slug, contactId: given.contact_id }} className="underline">
            <Trans>Open the contact</Trans>
          </Link>
        </Banner>
      ) : null}
      {meets === 'several' ? (
        <Banner tone="bad" title={t`The identifiers belong to several contacts here`}>
          <Trans>Merge those contacts first, then upload the file again.</Trans>
        </Banner>
      ) : null}
      {needsEvidence ? (
        <Card
          title={t`This person was erased here`}
          description={t`They may come back by their own wish only. Write what shows that wish; it is kept in the audit log.`}
        >
          <Field label={t`What shows that they came back`}>
            <Textarea value={evidence} maxLength={500} onChange={(event) => setEvidence(event.target.value)} />
          </Field>
        </Card>
      ) : null}
      <LeftOut rows={given.left_out} />
      <p className="text-13 text-weak">
        <Trans>
          Messages are shown with the contact and never sent again. Agreements count with their evidence and are marked as imported; a stop
          always counts, and nothing here lifts one.
        </Trans>
      </p>
      <div className="flex flex-wrap gap-2">
        <Button
          variant="primary"
          loading={start.isPending}
          disabled={meets === 'several' || (needsEvidence && evidence.trim().length < 3)}
          onClick={() => start.mutate(needsEvidence ? evidence.trim() : undefined)}
        >
          <Trans>Bring them in</Trans>
        </Button>
        <Button
          loading={drop.isPending}
          onClick={() => drop.mutate(undefined, { onSuccess: () => void navigate({ to: '/w/$slug/contacts/imports', params: { slug } }) })}
        >
          <Trans>Discard the file</Trans>
        </Button>
      </div>
    </>
  );
}
