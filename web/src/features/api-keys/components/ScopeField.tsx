import { KEY_SCOPES, type Permission } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useId, useState } from 'react';
import { useWorkspace } from '#features/session';
import { permissionWords } from '#lib/permission-words.ts';
import { Checkbox } from '#ui/Checkbox.tsx';
import { Select } from '#ui/Select.tsx';
import { scopesOf, type ScopeSet } from '../fns/scope-words.ts';

/** Props of ScopeField. */
export interface ScopeFieldProps {
  value: readonly Permission[];
  onValueChange: (scopes: Permission[]) => void;
  error: string | undefined;
  /** Which set is shown at first. */
  initialSet: ScopeSet;
}

/** What the key may do: a ready-made set, or one's own choice. */
export function ScopeField({ value, onValueChange, error, initialSet }: ScopeFieldProps) {
  const { t, i18n } = useLingui();
  const { permissions } = useWorkspace();
  const [set, setSet] = useState<ScopeSet>(initialSet);
  const errorId = useId();

  function choose(next: ScopeSet): void {
    setSet(next);
    // One's own choice begins with what was chosen before.
    if (next !== 'own') onValueChange(scopesOf(next, permissions));
  }

  function toggle(scope: Permission, on: boolean): void {
    onValueChange(on ? [...value, scope] : value.filter((other) => other !== scope));
  }

  const shown = KEY_SCOPES.filter((scope) => permissions.has(scope));
  return (
    <fieldset className="flex flex-col gap-1.5" aria-describedby={error ? errorId : undefined}>
      <legend className="mb-1.5 text-13 font-medium text-strong">
        <Trans>What it may do</Trans>
      </legend>
      <Select
        label={t`What it may do`}
        value={set}
        onValueChange={choose}
        options={[
          { value: 'send', label: t`Send messages`, hint: t`Notifications and codes` },
          { value: 'send_and_receive', label: t`Send and receive`, hint: t`Messages, conversations and contacts` },
          { value: 'everything', label: t`Everything a program may do` },
          { value: 'own', label: t`My own choice` },
        ]}
      />
      {set === 'own' ? (
        <div className="mt-1 max-h-64 overflow-y-auto rounded-control border border-line px-3 py-1.5">
          {shown.map((scope) => (
            <Checkbox
              key={scope}
              checked={value.includes(scope)}
              onCheckedChange={(on) => toggle(scope, on)}
              label={i18n._(permissionWords[scope])}
              hint={<code className="font-mono text-12">{scope}</code>}
            />
          ))}
        </div>
      ) : (
        <ul className="mt-1 text-13 text-weak">
          {value.map((scope) => (
            <li key={scope}>{i18n._(permissionWords[scope])}</li>
          ))}
        </ul>
      )}
      {error ? (
        <p id={errorId} role="alert" className="text-13 text-bad">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
