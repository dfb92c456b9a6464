import { useLingui } from '@lingui/react/macro';
import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { Input, type InputProps } from './Input.tsx';

/** A password that can be looked at while typing. Set `autoComplete` to "current-password" or "new-password". */
export function PasswordInput(props: Omit<InputProps, 'type'>) {
  const { t } = useLingui();
  const [shown, setShown] = useState(false);
  return (
    <div className="relative">
      <Input {...props} type={shown ? 'text' : 'password'} spellCheck={false} autoCapitalize="none" className="pr-10" />
      <button
        type="button"
        aria-label={t`Show the characters`}
        aria-pressed={shown}
        onClick={() => setShown(!shown)}
        className="touch-target absolute top-1/2 right-1 inline-flex size-7 -translate-y-1/2 items-center justify-center rounded-control text-weak hover:text-strong"
      >
        {shown ? <EyeOff aria-hidden className="size-4" /> : <Eye aria-hidden className="size-4" />}
      </button>
    </div>
  );
}
