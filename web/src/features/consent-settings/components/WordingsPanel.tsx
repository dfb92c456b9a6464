import type { ConsentSettings, ConsentWording } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { FileCheck, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { usePermission } from '#features/session';
import { errorSentence } from '#lib/present-error.ts';
import { useFormat } from '#lib/use-format.ts';
import { Badge } from '#ui/Badge.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { ConfirmDialog } from '#ui/ConfirmDialog.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { notify } from '#ui/toasts.ts';
import { useDeleteWording, useWordings } from '../api/queries.ts';
import { useConsentWords } from './use-consent-words.ts';
import { WordingDialog } from './WordingDialog.tsx';

/** The words customers were asked with, by purpose, each with its versions. A version is never edited: a new one follows it. */
export function WordingsPanel({ settings }: { settings: ConsentSettings }) {
  const { t } = useLingui();
  const wordings = useWordings();
  const mayWrite = usePermission('inbox:configure');
  const [adding, setAdding] = useState<{ purpose: string; from: ConsentWording | null } | null>(null);
  const add = mayWrite ? (
    <Button size="sm" icon={<Plus aria-hidden />} onClick={() => setAdding({ purpose: 'marketing', from: null })}>
      <Trans>Add a wording</Trans>
    </Button>
  ) : null;
  const byPurpose = Map.groupBy(wordings.data ?? [], ({ purpose }) => purpose);
  const nameOf = (key: string): string => settings.purposes.find((purpose) => purpose.key === key)?.name ?? key;
  return (
    <>
      {wordings.isPending ? (
        <RowSkeletons label={t`Loading the wordings`} rows={3} />
      ) : !wordings.data ? (
        <ErrorState error={wordings.error} onRetry={() => void wordings.refetch()} />
      ) : wordings.data.length === 0 ? (
        <Card flush>
          <EmptyState picture={<FileCheck />} title={<Trans>No wordings yet</Trans>} action={add}>
            <Trans>
              Keep here the very words with which you ask for agreement, for example the sentence beside the box on your form. Each record
              can name the version a customer agreed to, which is your proof.
            </Trans>
          </EmptyState>
        </Card>
      ) : (
        <>
          {add === null ? null : <div className="flex justify-end">{add}</div>}
          {[...byPurpose].map(([purpose, versions]) => (
            <Card
              key={purpose}
              flush
              title={nameOf(purpose)}
              action={
                mayWrite ? (
                  <Button size="sm" onClick={() => setAdding({ purpose, from: versions[0] ?? null })}>
                    <Trans>New version</Trans>
                  </Button>
                ) : null
              }
            >
              <ol className="divide-y divide-line border-t border-line">
                {versions.map((wording) => (
                  <Version key={wording.id} wording={wording} isCurrent={wording === currentOf(versions)} mayWrite={mayWrite} />
                ))}
              </ol>
            </Card>
          ))}
        </>
      )}
      {adding ? <WordingDialog settings={settings} purpose={adding.purpose} from={adding.from} onClose={() => setAdding(null)} /> : null}
    </>
  );
}

function currentOf(versions: readonly ConsentWording[]): ConsentWording | undefined {
  const now = new Date().toISOString();
  return versions
    .filter(({ valid_from: from }) => from <= now)
    .reduce<ConsentWording | undefined>((last, one) => (last === undefined || one.valid_from > last.valid_from ? one : last), undefined);
}

function Version({ wording, isCurrent, mayWrite }: { wording: ConsentWording; isCurrent: boolean; mayWrite: boolean }) {
  const { t, i18n } = useLingui();
  const format = useFormat();
  const words = useConsentWords();
  const remove = useDeleteWording();
  const [asking, setAsking] = useState(false);
  const from = format.date(wording.valid_from);
  return (
    <li className="flex items-start gap-3 px-4 py-3 sm:px-5">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-2 text-13 text-weak">
          <span className="font-medium text-strong">
            <Trans>Version {wording.version}</Trans>
          </span>
          <span>
            <Trans>from {from}</Trans>
          </span>
          {isCurrent ? (
            <Badge tone="good" dot>
              <Trans>In use now</Trans>
            </Badge>
          ) : null}
          {wording.used ? (
            <Badge>
              <Trans>Agreed to by customers</Trans>
            </Badge>
          ) : null}
        </p>
        <dl className="mt-1.5 flex flex-col gap-1.5">
          {Object.entries(wording.texts).map(([tag, text]) => (
            <div key={tag}>
              <dt className="text-12 text-weak">{words.language(tag)}</dt>
              <dd dir="auto" className="wrap-anywhere whitespace-pre-line">
                {text}
              </dd>
            </div>
          ))}
        </dl>
      </div>
      {mayWrite && !wording.used ? (
        <IconButton label={t`Delete version ${wording.version}`} icon={<Trash2 aria-hidden />} onClick={() => setAsking(true)} />
      ) : null}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t`Delete version ${wording.version} of this wording?`}
        confirmLabel={<Trans>Delete</Trans>}
        pending={remove.isPending}
        error={remove.isError ? errorSentence(remove.error, i18n) : undefined}
        onConfirm={() =>
          remove.mutate(wording.id, {
            onSuccess: () => {
              setAsking(false);
              notify({ title: t`Wording deleted` });
            },
          })
        }
      >
        <Trans>No record names it, so no proof is lost.</Trans>
      </ConfirmDialog>
    </li>
  );
}
