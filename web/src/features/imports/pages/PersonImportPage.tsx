import { Trans, useLingui } from '@lingui/react/macro';
import { useWorkspace } from '#features/session';
import { Page } from '#frame/Page.tsx';
import { useFormat } from '#lib/use-format.ts';
import { Banner } from '#ui/Banner.tsx';
import { ButtonLink } from '#ui/ButtonLink.tsx';
import { Card } from '#ui/Card.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { Progress } from '#ui/Progress.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { usePersonImport } from '../api/person-queries.ts';
import { BackToImports } from '../components/BackToImports.tsx';
import { LeftOut, PersonImportDraft } from '../components/PersonImportDraft.tsx';

/** A person who comes from another Kabar: what is in the file, how far it is, what came of it. */
export function PersonImportPage({ personImportId }: { personImportId: string }) {
  const { t } = useLingui();
  const format = useFormat();
  const { workspace } = useWorkspace();
  const query = usePersonImport(personImportId);
  const given = query.data;
  const slug = workspace.slug;
  const imported = given?.imported;
  const total = (given?.found.messages ?? 0) + (given?.found.files ?? 0);
  const done = (imported?.messages ?? 0) + (imported?.files ?? 0) + (imported?.known ?? 0);
  const lines: [string, number][] =
    imported === undefined
      ? []
      : [
          [t`Messages`, imported.messages],
          [t`Files`, imported.files],
          [t`Notes`, imported.notes],
          [t`Records of consent`, imported.consents],
          [t`Was here already`, imported.known],
        ];
  const failure = {
    file_unreadable: t`The file cannot be read any further. What came before stays; upload it again, and only the rest is added.`,
    several_contacts: t`The identifiers belong to several contacts here. Merge them first, then upload the file again.`,
    contact_erased: t`This person was erased here meanwhile. Upload the file again with what shows that they came back.`,
  };
  return (
    <Page title={t`A person from another Kabar`} width="narrow" back={<BackToImports />}>
      {given === undefined ? (
        query.error ? (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <RowSkeletons label={t`Loading the import`} rows={5} />
        )
      ) : given.status === 'draft' ? (
        <PersonImportDraft given={given} />
      ) : given.status === 'queued' || given.status === 'running' ? (
        <Card>
          <Progress label={t`Importing`} done={done} total={total} />
          <p className="mt-3 text-13 text-weak">
            <Trans>You can close this page. The import goes on.</Trans>
          </p>
        </Card>
      ) : (
        <>
          {given.failure === null ? null : (
            <Banner tone="bad" title={t`The import stopped`}>
              {failure[given.failure]}
            </Banner>
          )}
          <Card
            title={t`Result`}
            action={
              given.contact_id === null ? null : (
                <ButtonLink to="/w/$slug/contacts/$contactId" params={{ slug, contactId: given.contact_id }} variant="primary">
                  <Trans>Open the contact</Trans>
                </ButtonLink>
              )
            }
          >
            <dl className="grid grid-cols-[1fr_auto] gap-x-6 gap-y-1.5 text-14">
              {lines.map(([label, count]) => (
                <div key={label} className="contents">
                  <dt>{label}</dt>
                  <dd className="text-right tabular-nums">{format.number(count)}</dd>
                </div>
              ))}
            </dl>
          </Card>
          <LeftOut rows={given.left_out} />
        </>
      )}
    </Page>
  );
}
