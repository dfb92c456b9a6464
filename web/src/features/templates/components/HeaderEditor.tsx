import { TEMPLATE_LIMITS, type DraftHeader } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { Select } from '#ui/Select.tsx';
import { GroupIssues, RuleField } from './RuleField.tsx';
import { SampleFields } from './SampleFields.tsx';
import { SampleUpload } from './SampleUpload.tsx';
import { TextBox } from './TextBox.tsx';

export type HeaderKind = 'none' | 'text' | 'image' | 'video' | 'document' | 'location';

/** Props of HeaderEditor. `kinds` are those that fit the form of the message. */
export interface HeaderEditorProps {
  header: DraftHeader | null;
  prefix?: string | undefined;
  kinds: readonly HeaderKind[];
  format: 'positional' | 'named';
  onHeaderChange: (header: DraftHeader | null) => void;
}

function ofKind(kind: HeaderKind): DraftHeader | null {
  switch (kind) {
    case 'none':
      return null;
    case 'text':
      return { kind, text: '', samples: {} };
    case 'location':
      return { kind };
    default:
      return { kind, handle: '' };
  }
}

/** The head of a message or card: nothing, words, a file or a place. */
export function HeaderEditor({ header, prefix = '', kinds, format, onHeaderChange }: HeaderEditorProps) {
  const { t } = useLingui();
  const path = `${prefix}header`;
  const names: Record<HeaderKind, string> = {
    none: t`None`,
    text: t`Text`,
    image: t`Photo`,
    video: t`Video`,
    document: t`Document`,
    location: t`Location`,
  };
  const kind = header?.kind ?? 'none';
  // GIF and product heads come from elsewhere; they are kept and shown by name.
  const options = (kinds as readonly string[]).includes(kind) ? kinds : [...kinds, kind as HeaderKind];
  return (
    <div className="flex flex-col gap-4">
      <RuleField path={`${path}.kind`} label={t`Kind of header`} className="max-w-60">
        <Select
          label={t`Kind of header`}
          value={kind as HeaderKind}
          options={options.map((value) => ({ value, label: names[value] ?? value }))}
          onValueChange={(next) => {
            if (next !== kind) onHeaderChange(ofKind(next));
          }}
        />
      </RuleField>
      {header?.kind === 'text' ? (
        <>
          <RuleField
            path={`${path}.text`}
            label={t`Words of the header`}
            text={header.text}
            max={TEMPLATE_LIMITS.header}
            hint={t`One variable at most, no emoji, no formatting.`}
          >
            <TextBox
              label={t`Words of the header`}
              marks={false}
              rows={1}
              text={header.text}
              format={format}
              onTextChange={(text) => onHeaderChange({ ...header, text })}
            />
          </RuleField>
          <SampleFields
            path={path}
            text={header.text}
            samples={header.samples}
            onSamplesChange={(samples) => onHeaderChange({ ...header, samples })}
          />
        </>
      ) : null}
      {header && 'handle' in header && header.kind !== 'gif' ? (
        <SampleUpload
          key={header.kind}
          path={path}
          kind={header.kind}
          handle={header.handle}
          onHandleChange={(handle) => onHeaderChange({ ...header, handle })}
        />
      ) : (
        <GroupIssues path={path} />
      )}
      {header?.kind === 'location' ? (
        <p className="text-13 text-weak">
          <Trans>The place is named with each message. The customer sees a small map and can open it.</Trans>
        </p>
      ) : null}
    </div>
  );
}
