import type { CreateRoleRequest } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { useWorkspace } from '#features/session';
import { permissionWords } from '#lib/permission-words.ts';
import { Checkbox } from '#ui/Checkbox.tsx';
import { permissionGroups } from '../fns/permission-groups.ts';
import { blockedBy, withPermissions } from '../fns/role-draft.ts';

/** Props of PermissionField. */
export interface PermissionFieldProps {
  value: CreateRoleRequest;
  onValueChange: (role: CreateRoleRequest) => void;
}

/** What a role allows, in groups; what cannot be chosen says why. */
export function PermissionField({ value, onValueChange }: PermissionFieldProps) {
  const { t, i18n } = useLingui();
  const { permissions: own } = useWorkspace();
  return (
    <div className="flex flex-col gap-4">
      {permissionGroups.map((group) => {
        const open = group.permissions.filter((name) => blockedBy(name, value.sight, own) === null);
        const chosenCount = open.filter((name) => value.permissions.includes(name)).length;
        const label = i18n._(group.label);
        return (
          <fieldset key={group.id} className="min-w-0 rounded-card border border-line px-3 pt-1 pb-2">
            <legend className="sr-only">{label}</legend>
            <div className="-mx-3 mb-1 border-b border-line px-3 pb-0.5">
              <Checkbox
                className="font-medium"
                label={<span className="text-strong">{label}</span>}
                hint={open.length === 0 ? <Trans>Nothing of this can be chosen here.</Trans> : t`${chosenCount} of ${open.length} chosen`}
                disabled={open.length === 0}
                checked={open.length > 0 && chosenCount === open.length}
                indeterminate={chosenCount > 0 && chosenCount < open.length}
                onCheckedChange={() => onValueChange(withPermissions(value, open, chosenCount < open.length))}
              />
            </div>
            {group.permissions.map((name) => {
              const blocked = blockedBy(name, value.sight, own);
              return (
                <Checkbox
                  key={name}
                  disabled={blocked !== null && !value.permissions.includes(name)}
                  checked={value.permissions.includes(name)}
                  onCheckedChange={(on) => onValueChange(withPermissions(value, [name], on))}
                  label={<span className={blocked === null ? undefined : 'text-weak'}>{i18n._(permissionWords[name])}</span>}
                  hint={
                    blocked === 'wide' ? (
                      <Trans>Only with a role that sees everything: it concerns the whole workspace.</Trans>
                    ) : blocked === 'not_yours' ? (
                      <Trans>You may not do this yourself.</Trans>
                    ) : undefined
                  }
                />
              );
            })}
          </fieldset>
        );
      })}
    </div>
  );
}
