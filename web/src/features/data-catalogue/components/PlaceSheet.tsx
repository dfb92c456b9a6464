import type { DataMapEntry } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Button } from '#ui/Button.tsx';
import { Sheet } from '#ui/Dialog.tsx';
import { groupFields, peopleOf } from '../fns/data-flow.ts';
import type { DataNames } from '../fns/use-data-names.ts';
import { ErasureBadge } from './PlaceGroups.tsx';

/** Props of PlaceSheet. */
export interface PlaceSheetProps {
  entry: DataMapEntry;
  all: readonly DataMapEntry[];
  names: DataNames;
  onClose: () => void;
  /** Closes and shows every place of the same purpose. */
  onPurpose: () => void;
}

/** Everything about one place: in words first, then field by field. */
export function PlaceSheet({ entry, all, names, onClose, onPurpose }: PlaceSheetProps) {
  const { t } = useLingui();
  const fields = entry.fields.filter(({ whose }) => whose !== 'nobody');
  const others = entry.fields.filter(({ whose }) => whose === 'nobody');
  return (
    <Sheet open size="lg" onOpenChange={(open) => (open ? undefined : onClose())} title={names.say(entry.holds)} description={entry.name}>
      <dl className="flex flex-col gap-3 text-14">
        <Fact name={t`Whose data`}>{peopleOf(entry).map(names.whose).join(', ') || names.whose('nobody')}</Fact>
        <Fact name={t`What for`}>{names.purpose(entry.purpose)}</Fact>
        <Fact name={t`Why it is allowed`}>{names.basis(entry.legal_basis)}</Fact>
        <Fact name={t`How long`}>{names.retention(entry, all)}</Fact>
        <Fact name={t`How it is stored`}>{names.encryption(entry.encryption)}</Fact>
        <Fact name={t`When the person is erased`}>
          <span className="flex flex-wrap items-center gap-2">
            <ErasureBadge erasure={entry.erasure} names={names} />
            {entry.keep_reason === null ? null : <span className="text-weak">{names.keep(entry.keep_reason)}</span>}
          </span>
        </Fact>
        <Fact name={t`Part of Kabar`}>
          <span className="font-mono text-13">{entry.owner}</span>
        </Fact>
      </dl>
      <Button className="mt-4" onClick={onPurpose}>
        <Trans>Everything for this purpose</Trans>
      </Button>
      {fields.length > 0 ? (
        <section className="mt-6">
          <h3 className="text-14 font-semibold text-strong">
            <Trans>Field by field</Trans>
          </h3>
          <ul className="mt-2 divide-y divide-line border-y border-line">
            {groupFields(fields).map(({ field, fieldNames }) => (
              <li key={field.name} className="flex flex-col gap-1 py-2.5 text-13">
                <span className="flex items-start justify-between gap-3">
                  <span className="min-w-0 font-mono wrap-anywhere text-strong">{fieldNames.join(', ')}</span>
                  <ErasureBadge erasure={field.erasure} names={names} />
                </span>
                <span className="text-weak">
                  {[names.whose(field.whose), names.kind(field.class), names.encryption(field.encryption)].join(' · ')}
                </span>
                {field.keep_reason === null ? null : <span className="text-weak">{names.keep(field.keep_reason)}</span>}
                {field.reached_by.map((way) => (
                  <span key={way} className="text-weak">
                    <Trans>Leads to the person by</Trans> <span className="font-mono text-12 wrap-anywhere">{way}</span>
                  </span>
                ))}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {others.length > 0 ? (
        <p className="mt-4 text-13 text-weak">
          <Trans>Beside them, about nobody:</Trans>{' '}
          <span className="font-mono text-12 wrap-anywhere">{others.map(({ name }) => name).join(', ')}</span>
        </p>
      ) : null}
    </Sheet>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-1 gap-x-4 gap-y-0.5 sm:grid-cols-[12rem_1fr]">
      <dt className="text-13 text-weak">{name}</dt>
      <dd className="text-strong">{children}</dd>
    </div>
  );
}
