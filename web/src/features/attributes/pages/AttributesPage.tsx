import { ATTRIBUTE_LIMITS, type Attribute } from '@kabar/contract';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Lock, Pencil, Plus, TextCursorInput, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { SettingsPage } from '#frame/SettingsLayout.tsx';
import { errorSentence } from '#lib/present-error.ts';
import { useActions } from '#lib/use-actions.ts';
import { Badge } from '#ui/Badge.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { ErrorBanner } from '#ui/ErrorBanner.tsx';
import { ErrorState } from '#ui/ErrorState.tsx';
import { IconButton } from '#ui/IconButton.tsx';
import { RowSkeletons } from '#ui/Skeleton.tsx';
import { SortableList } from '#ui/SortableList.tsx';
import { notify } from '#ui/toasts.ts';
import { useOrderAttributes } from '../api/mutations.ts';
import { useAttributes } from '../api/queries.ts';
import { AttributeDialog } from '../components/AttributeDialog.tsx';
import { RemoveAttributeDialog } from '../components/RemoveAttributeDialog.tsx';
import { useTypeWords } from '../components/use-type-words.ts';

/** What is kept about contacts beside their names. */
export function AttributesPage() {
  const { t, i18n } = useLingui();
  const attributes = useAttributes();
  const order = useOrderAttributes();
  const words = useTypeWords();
  const { edit } = useSearch({ from: '/w/$slug/settings/attributes' });
  const navigate = useNavigate({ from: '/w/$slug/settings/attributes' });
  const [removing, setRemoving] = useState<Attribute | null>(null);
  const open = (id: string | null): void => void navigate({ search: id === null ? {} : { edit: id }, replace: id === null });
  const edited = attributes.data?.find((attribute) => attribute.id === edit) ?? null;

  useActions([
    { id: 'new-attribute-here', label: t`New attribute`, group: t`Attributes`, keys: 'n', keysOnly: true, run: () => open('new') },
  ]);
  const newButton = (
    <Button
      variant="primary"
      icon={<Plus aria-hidden />}
      disabled={(attributes.data?.length ?? 0) >= ATTRIBUTE_LIMITS.attributes}
      onClick={() => open('new')}
    >
      <Trans>New attribute</Trans>
    </Button>
  );
  return (
    <SettingsPage
      title={t`Attributes`}
      description={t`What you keep about contacts, in the order in which it stands on them.`}
      action={attributes.data?.length === 0 ? null : newButton}
    >
      {attributes.data ? <ErrorBanner error={attributes.error} onRetry={() => void attributes.refetch()} /> : null}
      <Card flush>
        {attributes.isPending ? (
          <RowSkeletons label={t`Loading the attributes`} rows={4} />
        ) : !attributes.data ? (
          <ErrorState error={attributes.error} onRetry={() => void attributes.refetch()} />
        ) : attributes.data.length === 0 ? (
          <EmptyState picture={<TextCursorInput />} title={<Trans>No attribute yet</Trans>} action={newButton}>
            <Trans>
              A name and a number are always there. Define what else you want to know: a birthday, the branch, the size. It can be imported,
              filtered by and filled into messages.
            </Trans>
          </EmptyState>
        ) : (
          <SortableList
            label={t`Attributes in their order`}
            items={attributes.data}
            idOf={(attribute) => attribute.id}
            nameOf={(attribute) => attribute.label}
            onOrderChange={(ordered) =>
              order.mutate(ordered, {
                onError: (error) => notify({ tone: 'bad', title: t`The order stays as it was`, description: errorSentence(error, i18n) }),
              })
            }
          >
            {(attribute) => {
              const label = attribute.label;
              return (
                <>
                  <span className="min-w-0 flex-1">
                    <span dir="auto" className="block truncate text-14 font-medium text-strong">
                      {label}
                    </span>
                    <span className="block truncate text-13 text-weak">
                      {words[attribute.type].name}
                      {attribute.type === 'choice' ? (
                        <>
                          {' · '}
                          <Plural value={attribute.choices.length} one="# choice" other="# choices" />
                        </>
                      ) : null}
                      {' · '}
                      <code className="font-mono text-12">{attribute.key}</code>
                    </span>
                  </span>
                  {attribute.sensitivity === 'personal' ? (
                    <Badge icon={<Lock aria-hidden />} className="max-sm:hidden">
                      <Trans>Personal</Trans>
                    </Badge>
                  ) : null}
                  <span className="flex shrink-0">
                    <IconButton size="sm" label={t`Change ${label}`} icon={<Pencil aria-hidden />} onClick={() => open(attribute.id)} />
                    <IconButton size="sm" label={t`Delete ${label}`} icon={<Trash2 aria-hidden />} onClick={() => setRemoving(attribute)} />
                  </span>
                </>
              );
            }}
          </SortableList>
        )}
      </Card>
      {attributes.data && (edit === 'new' || edited) ? <AttributeDialog key={edit} attribute={edited} onClose={() => open(null)} /> : null}
      {removing ? <RemoveAttributeDialog attribute={removing} onClose={() => setRemoving(null)} /> : null}
    </SettingsPage>
  );
}
