import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Plug, SendHorizontal } from 'lucide-react';
import { useState } from 'react';
import { buildComponents, missingFields, templateForm } from '#features/inbox';
import { useNumbers } from '#features/numbers';
import { usePermission, useWorkspace } from '#features/session';
import { DevelopersPage } from '#frame/DevelopersLayout.tsx';
import { formatPhone } from '#lib/format-phone.ts';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { ButtonLink } from '#ui/ButtonLink.tsx';
import { Card } from '#ui/Card.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { Field } from '#ui/Field.tsx';
import { JsonView } from '#ui/JsonView.tsx';
import { Select } from '#ui/Select.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { Textarea } from '#ui/Textarea.tsx';
import { useSend } from '../api/queries.ts';
import { CustomerField, type Customer } from '../components/CustomerField.tsx';
import { ObjectContent } from '../components/ObjectContent.tsx';
import { RequestCode } from '../components/RequestCode.tsx';
import { SentMessage } from '../components/SentMessage.tsx';
import { TemplateChoice, type ChosenTemplate } from '../components/TemplateChoice.tsx';
import { useKindOptions } from '../components/use-kind-options.ts';
import { playgroundBody, readyBody, type Written } from '../fns/playground-body.ts';
import { contentText, exampleContents, readContent, type ObjectKind } from '../fns/playground-kinds.ts';
import type { PlaygroundSearch } from '../fns/playground-search.ts';

function newKey(): string {
  // Not `crypto.randomUUID`, which browsers offer on secure origins only.
  return `playground-${Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

/** Write a message, see it as a request, send it for real, and watch what becomes of it. */
export function PlaygroundPage() {
  const { t } = useLingui();
  const { workspace } = useWorkspace();
  const maySend = usePermission('messages:send');
  const numbers = useNumbers();
  const search = useSearch({ from: '/w/$slug/developers/playground' });
  const navigate = useNavigate({ from: '/w/$slug/developers/playground' });
  const [customer, setCustomer] = useState<Customer | null>(null);
  const [ownText, setText] = useState<string | null>(null);
  // In the language of the page, which may be known a moment later.
  const text = ownText ?? t`Hello from the playground`;
  const [chosen, setChosen] = useState<ChosenTemplate | null>(null);
  const [texts, setTexts] = useState<Partial<Record<ObjectKind, string>>>({});
  const [tried, setTried] = useState(false);
  const [idempotencyKey, setIdempotencyKey] = useState(newKey);
  const send = useSend();
  const kindOptions = useKindOptions();
  const setSearch = (next: PlaygroundSearch): void => void navigate({ search: next, replace: true });

  const usable = numbers.data?.filter((candidate) => candidate.status !== 'disconnected') ?? [];
  // Whoever has the emulator tries with it first.
  const number =
    usable.find(({ id }) => id === search.number) ?? usable.find(({ provider }) => provider === 'emulator') ?? usable[0] ?? null;
  const kind = search.kind ?? 'text';
  const objectKind = kind === 'text' || kind === 'template' ? null : kind;
  const objectText = objectKind === null ? '' : (texts[objectKind] ?? contentText(exampleContents[objectKind]));
  const object = objectKind === null ? null : readContent(objectKind, objectText);
  const form = chosen ? templateForm(chosen.template) : null;
  const written: Written = {
    numberId: number?.id ?? null,
    customer,
    content:
      objectKind !== null
        ? { kind: 'object', as: objectKind, content: object }
        : kind === 'text'
          ? { kind: 'text', text }
          : chosen && form?.ok
            ? {
                kind: 'template',
                name: chosen.template.name,
                language: chosen.template.language,
                components: buildComponents(chosen.template, form.fields, chosen.values),
              }
            : null,
  };
  const isFilled = kind !== 'template' || (chosen !== null && form?.ok === true && missingFields(form.fields, chosen.values).length === 0);

  /** A change makes another request: its key is a new one. */
  function changed(): void {
    if (!send.isPending && (send.isSuccess || send.isError)) {
      send.reset();
      setIdempotencyKey(newKey());
    }
  }

  function submit(): void {
    setTried(true);
    const body = readyBody(written);
    if (body === null || !isFilled || send.isPending) return;
    // A second press after an answer is a second message; after a failure without an answer it is the same one.
    const key = send.isSuccess ? newKey() : idempotencyKey;
    setIdempotencyKey(key);
    send.mutate({ body, idempotencyKey: key }, { onSuccess: ({ id }) => setSearch({ ...search, message: id }) });
  }

  return (
    <DevelopersPage
      width="wide"
      title={t`Playground`}
      description={t`Write a message, see the request a program would make, and send it. It is sent for real, in your name.`}
    >
      {numbers.isPending ? (
        <Card flush>
          <RowSkeletons label={t`Loading the numbers`} rows={3} />
        </Card>
      ) : !numbers.data ? (
        <Card>
          <ErrorState error={numbers.error} onRetry={() => void numbers.refetch()} />
        </Card>
      ) : number === null ? (
        <Card flush>
          <EmptyState
            picture={<Plug />}
            title={<Trans>No number is connected</Trans>}
            action={
              <ButtonLink variant="primary" to="/w/$slug/numbers" params={{ slug: workspace.slug }} search={{ connect: true }}>
                <Trans>Connect a number</Trans>
              </ButtonLink>
            }
          >
            <Trans>The emulator takes one click and no account; it behaves like WhatsApp.</Trans>
          </EmptyState>
        </Card>
      ) : (
        <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]">
          <div className="flex min-w-0 flex-col gap-5">
            <Card title={t`Message`}>
              <form
                noValidate
                className="flex flex-col gap-4"
                onSubmit={(event) => {
                  event.preventDefault();
                  submit();
                }}
              >
                <Field label={t`From`}>
                  <Select
                    value={number.id}
                    onValueChange={(id) => {
                      changed();
                      setChosen(null);
                      setSearch({ ...search, number: id });
                    }}
                    options={usable.map((one) => ({
                      value: one.id,
                      label: one.verified_name ?? one.display_phone_number ?? one.id,
                      hint: one.display_phone_number ? formatPhone(one.display_phone_number) : undefined,
                    }))}
                  />
                </Field>
                <CustomerField
                  numberId={number.id}
                  isEmulator={number.provider === 'emulator'}
                  value={customer}
                  error={tried && customer === null ? t`Choose whom to send to.` : undefined}
                  onValueChange={(next) => {
                    changed();
                    setCustomer(next);
                  }}
                />
                <Field label={t`Kind of message`}>
                  <Select
                    value={kind}
                    onValueChange={(next) => {
                      changed();
                      setTried(false);
                      const { kind: _before, ...rest } = search;
                      setSearch(next === 'text' ? rest : { ...rest, kind: next });
                    }}
                    options={kindOptions}
                  />
                </Field>
                {objectKind !== null ? (
                  <ObjectContent
                    key={objectKind}
                    kind={objectKind}
                    numberId={number.id}
                    customer={customer}
                    text={objectText}
                    tried={tried}
                    onTextChange={(change) => {
                      changed();
                      setTexts((before) => ({
                        ...before,
                        [objectKind]: change(before[objectKind] ?? contentText(exampleContents[objectKind])),
                      }));
                    }}
                  />
                ) : kind === 'template' ? (
                  <TemplateChoice
                    numberId={number.id}
                    value={chosen}
                    tried={tried}
                    onValueChange={(change) => {
                      changed();
                      setChosen(change);
                    }}
                  />
                ) : (
                  <Field label={t`Text`} error={tried && text.trim() === '' ? t`Write something.` : undefined}>
                    <Textarea
                      rows={4}
                      dir="auto"
                      maxLength={4096}
                      value={text}
                      onChange={(event) => {
                        changed();
                        setText(event.target.value);
                      }}
                    />
                  </Field>
                )}
                <ErrorBanner error={send.error} />
                {maySend ? (
                  <Button
                    type="submit"
                    variant="primary"
                    className="self-start"
                    icon={<SendHorizontal aria-hidden />}
                    loading={send.isPending}
                  >
                    <Trans>Send for real</Trans>
                  </Button>
                ) : (
                  <Banner tone="info">
                    <Trans>Your role may not send messages. The request beside can be copied.</Trans>
                  </Banner>
                )}
              </form>
            </Card>
            {search.message === undefined ? null : <SentMessage key={search.message} messageId={search.message} />}
          </div>
          <div className="flex min-w-0 flex-col gap-5">
            <RequestCode
              body={playgroundBody(written)}
              idempotencyKey={idempotencyKey}
              language={search.code ?? 'curl'}
              onLanguageChange={(code) => {
                const { code: _before, ...rest } = search;
                setSearch(code === 'typescript' ? { ...rest, code } : rest);
              }}
            />
            {send.data ? (
              <Card title={t`Answer`}>
                <JsonView label={t`Answer`} value={send.data} />
              </Card>
            ) : null}
          </div>
        </div>
      )}
    </DevelopersPage>
  );
}
