import type { Role } from '@kabar/contract';
import { useLingui } from '@lingui/react/macro';
import { useWorkspace } from '#features/session';
import { useRoleName } from '#frame/use-role-name.ts';
import { Select } from '#ui/Select.tsx';
import { roleHints, rolesToGive } from '../fns/role-options.ts';

/** Props of RoleSelect. */
export interface RoleSelectProps {
  value: Role;
  onValueChange: (role: Role) => void;
  label?: string | undefined;
  size?: 'sm' | 'md' | undefined;
}

/** A role out of those the reader may give. */
export function RoleSelect({ value, onValueChange, label, size }: RoleSelectProps) {
  const { i18n } = useLingui();
  const roleName = useRoleName();
  const { role: own } = useWorkspace();
  return (
    <Select
      label={label}
      size={size}
      value={value}
      onValueChange={onValueChange}
      options={rolesToGive(own).map((role) => ({ value: role, label: roleName(role), hint: i18n._(roleHints[role]) }))}
    />
  );
}
