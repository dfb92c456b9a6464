import { Trans, useLingui } from '@lingui/react/macro';
import { useState, type ReactNode } from 'react';
import { Button } from './Button.tsx';
import { SearchInput } from './Input.tsx';

/** Props of IdSearch. `value` is what is searched for now; `wrong` is said where `fits` refuses a text. */
export interface IdSearchProps {
  label: string;
  value: string | undefined;
  fits: (text: string) => boolean;
  wrong: ReactNode;
  onFind: (text: string | undefined) => void;
}

/** A field for one id, which is looked for when it is sent off. Give it a new `key` to empty it while nothing is searched for. */
export function IdSearch({ label, value, fits, wrong, onFind }: IdSearchProps) {
  const { t } = useLingui();
  const [text, setText] = useState(value ?? '');
  const [isWrong, setWrong] = useState(false);
  const [seen, setSeen] = useState(value);
  if (seen !== value) {
    // A row led here, or the way back.
    setSeen(value);
    setText(value ?? '');
    setWrong(false);
  }
  const find = (given: string): void => {
    const wanted = given.trim();
    setWrong(wanted !== '' && !fits(wanted));
    if (wanted === '' || fits(wanted)) onFind(wanted === '' ? undefined : wanted);
  };
  return (
    <form
      className="flex items-start gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        find(text);
      }}
    >
      <div className="min-w-0 flex-1">
        <SearchInput
          label={label}
          clearLabel={t`Clear the search`}
          value={text}
          onValueChange={(next) => {
            setText(next);
            if (next === '') find('');
          }}
        />
        {isWrong ? (
          <p role="alert" className="mt-1 text-13 text-bad">
            {wrong}
          </p>
        ) : null}
      </div>
      <Button type="submit">
        <Trans>Find</Trans>
      </Button>
    </form>
  );
}
