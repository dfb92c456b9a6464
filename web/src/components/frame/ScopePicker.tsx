import { Trans, useLingui } from '@lingui/react/macro';
import { CornerDownRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { Select } from '#ui/Select.tsx';

/** A number or team that can have settings of its own. */
export interface Scope {
  id: string;
  name: string;
  hasOwn: boolean;
}

/** Props of ScopePicker. `value` null: the workspace. */
export interface ScopePickerProps {
  scopes: readonly Scope[];
  value: string | null;
  onValueChange: (id: string | null) => void;
}

const workspaceValue = 'workspace';

/** For whom the settings below hold: the whole workspace, or one that has its own. Draws nothing while there is no choice. */
export function ScopePicker({ scopes, value, onValueChange }: ScopePickerProps) {
  const { t } = useLingui();
  if (scopes.length === 0) return null;
  return (
    <div className="flex flex-wrap items-center gap-2.5">
      <span aria-hidden className="text-13 font-medium text-strong">
        <Trans>These hold for</Trans>
      </span>
      <Select
        label={t`These hold for`}
        className="w-72 max-w-full"
        value={value ?? workspaceValue}
        onValueChange={(next) => onValueChange(next === workspaceValue ? null : next)}
        options={[
          { value: workspaceValue, label: t`The whole workspace` },
          ...scopes.map(({ id, name, hasOwn }) => ({ value: id, label: name, hint: hasOwn ? t`Has its own` : t`As the workspace` })),
        ]}
      />
    </div>
  );
}

/** What stands in place of settings for a number or team that follows the workspace. */
export function FollowsWorkspace({ children, onOwn }: { children: ReactNode; onOwn: () => void }) {
  return (
    <Card>
      <EmptyState
        compact
        picture={<CornerDownRight />}
        title={<Trans>As the workspace</Trans>}
        action={
          <Button variant="primary" onClick={onOwn}>
            <Trans>Set something else here</Trans>
          </Button>
        }
      >
        {children}
      </EmptyState>
    </Card>
  );
}
