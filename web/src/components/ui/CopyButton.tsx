import { useLingui } from '@lingui/react/macro';
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { IconButton, type IconButtonProps } from './IconButton.tsx';
import { notify } from './toasts.ts';

/** Props of CopyButton. `label` names what is copied: "Copy the key". */
export interface CopyButtonProps extends Pick<IconButtonProps, 'size' | 'variant' | 'className'> {
  text: string;
  label: string;
}

/** Copies a text and says so for two seconds, in picture and in word. */
export function CopyButton({ text, label, size = 'sm', ...rest }: CopyButtonProps) {
  const { t } = useLingui();
  const [copiedAtMs, setCopiedAtMs] = useState<number | null>(null);

  useEffect(() => {
    if (copiedAtMs === null) return;
    const timer = setTimeout(() => setCopiedAtMs(null), 2000);
    return () => clearTimeout(timer);
  }, [copiedAtMs]);

  async function handleCopy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      setCopiedAtMs(Date.now());
    } catch {
      notify({ tone: 'bad', title: t`The browser did not allow copying`, description: t`Select the text and copy it by hand.` });
    }
  }

  const copied = copiedAtMs !== null;
  return (
    <>
      <IconButton
        label={copied ? t`Copied` : label}
        icon={copied ? <Check aria-hidden className="text-good" /> : <Copy aria-hidden />}
        size={size}
        onClick={() => void handleCopy()}
        {...rest}
      />
      <span role="status" className="sr-only">
        {copied ? t`Copied` : null}
      </span>
    </>
  );
}
