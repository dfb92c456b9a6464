import type { Contact } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Lock, Pencil } from 'lucide-react';
import { useState } from 'react';
import { useAttributes } from '#features/attributes';
import { usePermission } from '#features/session';
import { Tooltip } from '#ui/Tooltip.tsx';
import { useAttributeText } from '../use-attribute-text.ts';
import { AttributeField } from './AttributeField.tsx';

/** What is known about a contact by the workspace's own attributes; a press on a value changes it. */
export function AttributeList({ contact }: { contact: Pick<Contact, 'id' | 'attributes'> }) {
  const { t } = useLingui();
  const mayWrite = usePermission('contacts:write');
  const { data: attributes = [] } = useAttributes();
  const textOf = useAttributeText();
  const [editing, setEditing] = useState<string | null>(null);
  if (attributes.length === 0) {
    return (
      <p className="text-13 text-weak">
        <Trans>Attributes are what you want to know about contacts, such as a birthday or a city. A manager defines them.</Trans>
      </p>
    );
  }
  return (
    <ul className="flex flex-col gap-1">
      {attributes.map((attribute) => {
        const value = contact.attributes[attribute.key];
        const text = value === undefined ? null : textOf(attribute, value);
        const { label } = attribute;
        if (editing === attribute.id) {
          return (
            <li key={attribute.id} className="py-1">
              <AttributeField contactId={contact.id} attribute={attribute} value={value} onDone={() => setEditing(null)} />
            </li>
          );
        }
        const name = (
          <span className="flex w-2/5 shrink-0 items-center gap-1 text-weak">
            <span dir="auto" className="truncate" title={label}>
              {label}
            </span>
            {attribute.sensitivity === 'personal' ? (
              <Tooltip label={t`Personal: sealed with the contact's own key`}>
                <span role="img" aria-label={t`Personal: sealed with the contact's own key`} className="flex">
                  <Lock aria-hidden className="size-3 shrink-0" />
                </span>
              </Tooltip>
            ) : null}
          </span>
        );
        const shown = (
          <span dir="auto" className={`min-w-0 flex-1 wrap-anywhere ${text === null ? 'text-weak' : 'text-strong'}`}>
            {text ?? '–'}
          </span>
        );
        return (
          <li key={attribute.id} className="text-13">
            {mayWrite ? (
              <button
                type="button"
                aria-label={t`Change ${label}: ${text ?? t`not known`}`}
                onClick={() => setEditing(attribute.id)}
                className="group/value -mx-2 flex min-h-8 w-[calc(100%+1rem)] items-center gap-2 rounded-control px-2 py-1 text-left hover:bg-surface-2 touch:min-h-10"
              >
                {name}
                {shown}
                <Pencil
                  aria-hidden
                  className="size-3.5 shrink-0 text-weak opacity-0 group-hover/value:opacity-100 group-focus-visible/value:opacity-100"
                />
              </button>
            ) : (
              <span className="flex min-h-8 items-center gap-2 py-1">
                {name}
                {shown}
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
