import { ERRORS, type ErrorCode, type LoggedRequest } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useFormat } from '#lib/use-format.ts';
import { Banner } from '#ui/Banner.tsx';
import { CopyField } from '#ui/CopyField.tsx';
import { Sheet } from '#ui/Dialog.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { useLoggedRequest } from '../api/queries.ts';
import { MessageOf } from './MessageOf.tsx';
import { StatusCode } from './StatusCode.tsx';

function Row({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <div className="grid grid-cols-[9rem_1fr] gap-3 py-2 text-13">
      <dt className="text-weak">{label}</dt>
      <dd className="min-w-0 wrap-anywhere text-strong">{children}</dd>
    </div>
  );
}

/** The refusal in the words the program got, which are English. */
function Refusal({ code }: { code: string }) {
  const known = Object.hasOwn(ERRORS, code) ? ERRORS[code as ErrorCode] : null; // just checked
  return (
    <Banner tone="warn" title={<code className="font-mono text-13">{code}</code>}>
      {known ? <p lang="en">{known.message}</p> : null}
      <p className="mt-1">
        <a href={`/docs/errors/${code}`} target="_blank" rel="noreferrer" className="underline underline-offset-3">
          <Trans>About this error</Trans>
        </a>
      </p>
    </Banner>
  );
}

function Content({ logged, narrow }: { logged: LoggedRequest; narrow: (about: string) => void }) {
  const { t } = useLingui();
  const format = useFormat();
  const thing = logged.object_id ?? logged.path_id;
  const tookMs = format.number(logged.duration_ms);
  return (
    <div className="flex flex-col gap-4">
      {logged.error_code === null ? null : <Refusal code={logged.error_code} />}
      {thing?.startsWith('msg_') ? <MessageOf messageId={thing} /> : null}
      <dl className="divide-y divide-line">
        <Row label={t`Status`}>
          <StatusCode status={logged.status} />
        </Row>
        <Row label={t`When`}>{format.dateTime(logged.at)}</Row>
        <Row label={t`Took`}>{t`${tookMs} ms`}</Row>
        <Row label={t`Made by`}>
          {logged.caller_name ?? <Trans>somebody who was erased</Trans>}{' '}
          <span className="text-weak">{logged.api_key_id === null ? <Trans>in the dashboard</Trans> : <Trans>with an API key</Trans>}</span>
        </Row>
        <Row label={t`From the address`}>{logged.ip ?? '–'}</Row>
        {logged.idempotency_key === null ? null : (
          <Row label={t`Idempotency key`}>
            <code className="font-mono text-12">{logged.idempotency_key}</code>
            {logged.is_replay ? (
              <span className="block text-weak">
                <Trans>A repeat: it got the answer of the first call, and nothing was done again.</Trans>
              </span>
            ) : null}
          </Row>
        )}
        {thing === null ? null : (
          <Row label={logged.object_id === null ? t`About` : t`Led to`}>
            <code className="font-mono text-12">{thing}</code>
            <button type="button" onClick={() => narrow(thing)} className="block text-accent-text underline underline-offset-3">
              <Trans>every call about it</Trans>
            </button>
          </Row>
        )}
        {logged.api_key_id === null ? null : (
          <Row label={t`API key`}>
            <code className="font-mono text-12">{logged.api_key_id}</code>
            <Link
              from="/w/$slug"
              to="/w/$slug/developers/log"
              search={{ key: logged.api_key_id }}
              className="block w-fit text-accent-text underline underline-offset-3"
            >
              <Trans>every call with it</Trans>
            </Link>
          </Row>
        )}
      </dl>
      <CopyField label={t`Request id`} value={logged.id} />
    </div>
  );
}

/** Props of RequestSheet. `onAbout` narrows the log to a thing. */
export interface RequestSheetProps {
  requestId: string;
  onAbout: (id: string) => void;
  onClose: () => void;
}

/** One call: who asked what, how it ended, and the message or the error it led to. */
export function RequestSheet({ requestId, onAbout, onClose }: RequestSheetProps) {
  const { t } = useLingui();
  const query = useLoggedRequest(requestId);
  return (
    <Sheet
      open
      size="md"
      onOpenChange={onClose}
      title={
        query.data ? <code className="font-mono text-14 wrap-anywhere">{`${query.data.method} ${query.data.route}`}</code> : t`Request`
      }
    >
      {query.isPending ? (
        <RowSkeletons label={t`Loading the request`} rows={3} />
      ) : !query.data ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Content logged={query.data} narrow={onAbout} />
      )}
    </Sheet>
  );
}
