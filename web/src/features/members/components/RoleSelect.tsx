import type { RoleRef } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';
import { useWorkspace } from '#features/session';
import { useRoleName } from '#frame/use-role-name.ts';
import { Select } from '#ui/Select.tsx';
import { useRoles } from '../api/roles.ts';
import { builtInRole, roleHints, rolesToGive } from '../fns/role-options.ts';

/** Props of RoleSelect. */
export interface RoleSelectProps {
  value: RoleRef;
  onValueChange: (role: RoleRef) => void;
  /** A role that is not offered. */
  without?: RoleRef | undefined;
  label?: string | undefined;
  size?: 'sm' | 'md' | undefined;
}

/** A role out of those the reader may give. */
export function RoleSelect({ value, onValueChange, without, label, size }: RoleSelectProps) {
  const { i18n } = useLingui();
  const roleName = useRoleName();
  const { data: roles = [] } = useRoles();
  const offered = rolesToGive(useWorkspace(), roles).filter((role) => role !== without);
  return (
    <Select
      label={label}
      size={size}
      value={value}
      onValueChange={onValueChange}
      options={offered.map((role) => {
        const builtIn = builtInRole(role);
        const known = roles.find((one) => one.id === role);
        return {
          value: role,
          label: roleName({ role, role_name: known?.name ?? null }),
          hint: builtIn === null ? known?.description : i18n._(roleHints[builtIn]),
        };
      })}
    />
  );
}
