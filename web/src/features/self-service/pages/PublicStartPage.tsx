import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { ButtonLink } from '#ui/ButtonLink.tsx';
import { Card } from '#ui/Card.tsx';
import { Field } from '#ui/Field.tsx';
import { Input } from '#ui/Input.tsx';
import { Skeleton } from '#ui/Skeleton.tsx';
import { useBeginVisit } from '../api/queries.ts';
import { ProveCard } from '../components/ProveCard.tsx';
import { PublicPageLayout } from '../components/PublicPageLayout.tsx';
import { StopCard } from '../components/StopCard.tsx';

/** `/p/{slug}`: what customers can do about their data. `#t=…`, from a message, opens it at once. */
export function PublicStartPage() {
  const { t } = useLingui();
  const { slug } = useParams({ from: '/p/$slug' });
  const token = useLinkToken();
  const navigate = useNavigate();
  const begin = useBeginVisit(slug);
  const begunRef = useRef(false);
  const { mutate } = begin;
  useEffect(() => {
    // A link works once: the second call of a page that is drawn twice would spend it for nothing.
    if (token === null || begunRef.current) return;
    begunRef.current = true;
    mutate({ token }, { onSuccess: () => void navigate({ to: '/p/$slug/my-data', params: { slug }, replace: true }) });
  }, [token, mutate, navigate, slug]);
  return (
    <PublicPageLayout slug={slug} title={t`Your data and your choices`}>
      {(page) => (
        <>
          {page.intro === null ? null : <p className="text-14 text-pretty whitespace-pre-line text-normal">{page.intro}</p>}
          {begin.isError ? (
            <Banner tone="warn" title={<Trans>The link does not open anything any more</Trans>}>
              <Trans>It works once and for 15 minutes. Ask for another one in the same way.</Trans>
            </Banner>
          ) : null}
          {token !== null && !begin.isError ? (
            <Skeleton className="h-40 rounded-card" />
          ) : page.signed_in ? (
            <Card title={<Trans>Your data</Trans>} description={<Trans>You have shown that the number is yours.</Trans>}>
              <ButtonLink variant="primary" size="lg" to="/p/$slug/my-data" params={{ slug }}>
                <Trans>Open my data</Trans>
              </ButtonLink>
            </Card>
          ) : (
            <ProveCard slug={slug} page={page} />
          )}
          <StopCard slug={slug} title={page.title} />
          <FollowCard slug={slug} />
        </>
      )}
    </PublicPageLayout>
  );
}

/** Looking up a request by its reference. */
function FollowCard({ slug }: { slug: string }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const reference = typed.trim().toLowerCase();
  const isOne = /^prq_[0-9a-z]{26}$/.test(reference);
  return (
    <Card
      title={<Trans>How far is my request?</Trans>}
      description={<Trans>With the reference that you were given; it begins with prq_.</Trans>}
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (isOne) void navigate({ to: '/p/$slug/requests/$reference', params: { slug, reference } });
        }}
      >
        <Field
          label={t`Reference`}
          error={typed !== '' && typed.trim().length >= 30 && !isOne ? t`This is no reference. Copy it from the message.` : undefined}
        >
          <Input value={typed} autoComplete="off" spellCheck={false} onChange={(event) => setTyped(event.currentTarget.value)} />
        </Field>
        <Button type="submit" size="lg" disabled={!isOne}>
          <Trans>Look it up</Trans>
        </Button>
      </form>
    </Card>
  );
}

/** The token behind `#`, taken out of the address at once. */
function useLinkToken(): string | null {
  const [token] = useState(() => new URLSearchParams(location.hash.slice(1)).get('t'));
  useEffect(() => {
    if (token !== null) history.replaceState(history.state, '', location.pathname + location.search);
  }, [token]);
  return token !== null && /^[A-Za-z0-9_-]{43}$/.test(token) ? token : null;
}
