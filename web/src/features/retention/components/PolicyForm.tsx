import { LAW_PACKS, RETENTION_PRESETS, type RetentionClassState, type RetentionPolicy, type RetentionState } from '@kabar/contract';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { UnsavedGuard } from '#frame/UnsavedGuard.tsx';
import { errorSentence } from '#lib/present-error.ts';
import { sameValue } from '#lib/same-value.ts';
import { useFormat } from '#lib/use-format.ts';
import { Banner } from '#ui/Banner.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { Checkbox } from '#ui/Checkbox.tsx';
import { Field } from '#ui/Field.tsx';
import { RadioGroup } from '#ui/RadioGroup.tsx';
import { Select } from '#ui/Select.tsx';
import { notify } from '#ui/toasts.ts';
import { usePreview, useSavePolicy } from '../api/queries.ts';
import { useRetentionWords } from '../fns/use-retention-words.ts';
import { ClassRow } from './ClassRow.tsx';
import { CollisionList } from './CollisionList.tsx';
import { PeriodLegend } from './PeriodLine.tsx';
import { SaveDialog } from './SaveDialog.tsx';

type Wishes = RetentionPolicy['wishes'];
type Law = (typeof LAW_PACKS)[number];

/** The policy while somebody changes it: preset, laws, periods that differ; counted before it is saved. */
export function PolicyForm({ state, mayChange }: { state: RetentionState; mayChange: boolean }) {
  const { t, i18n } = useLingui();
  const words = useRetentionWords();
  const format = useFormat();
  const [changed, setChanged] = useState<RetentionPolicy | null>(null);
  const [isAsking, setAsking] = useState(false);
  const preview = usePreview();
  const save = useSavePolicy();
  const policy = changed ?? state.policy;
  const isDirty = state.revision === 0 || !sameValue(policy, state.policy);
  const shown = new Map((preview.data?.classes ?? state.classes).map((one) => [one.class, one]));
  const isCurrent = preview.data !== undefined && preview.variables !== undefined && sameValue(preview.variables, policy);

  const change = (next: RetentionPolicy): void => {
    setChanged(next);
    preview.mutate(next);
  };
  const setWish = (cls: RetentionClassState['class'], wish: Wishes[keyof Wishes] | null): void => {
    const wishes = Object.fromEntries(Object.entries(policy.wishes).filter(([name]) => name !== cls)) as Wishes; // fewer keys of the same record
    change({ ...policy, wishes: wish === null || wish === undefined ? wishes : { ...wishes, [cls]: wish } });
  };
  const ask = (of: RetentionPolicy): void => {
    setAsking(true);
    if (!isCurrent || !sameValue(of, policy)) preview.mutate(of);
  };
  const drop = (law: Law): void => {
    const next = { ...policy, home: policy.home === law ? null : policy.home, serves: policy.serves.filter((one) => one !== law) };
    change(next);
  };
  const seal = (isSealed: boolean): void => change({ ...policy, sealed: isSealed ? ['message_content'] : [] });
  const submit = (): void =>
    save.mutate(
      { policy, revision: state.revision },
      {
        onSuccess: () => {
          setAsking(false);
          setChanged(null);
          preview.reset();
          notify({ tone: 'good', title: t`Saved. A sweep is on its way` });
        },
        onError: (error) => notify({ tone: 'bad', title: t`The periods were not saved`, description: errorSentence(error, i18n) }),
      },
    );

  const stored = state.classes.filter((one) => one.follows === null && (one.store === 'swept' || one.store === 'fixed'));
  const others = state.classes.filter((one) => one.follows === null && one.store !== 'swept' && one.store !== 'fixed');
  const rows = (list: RetentionClassState[]) => (
    <ul className="divide-y divide-line">
      {list.map((one) => (
        <ClassRow
          key={one.class}
          state={shown.get(one.class) ?? one}
          wish={policy.wishes[one.class as keyof Wishes] ?? null}
          onWish={mayChange && one.is_adjustable ? (wish) => setWish(one.class, wish) : null}
        />
      ))}
    </ul>
  );

  return (
    <>
      {state.revision === 0 ? (
        <Banner tone="info" title={t`Nobody has decided yet`}>
          <Trans>Until somebody does, messages stay for 24 months, the longest that Kabar allows. Choose what you want to promise.</Trans>
        </Banner>
      ) : null}
      <CollisionList
        collisions={isCurrent ? preview.data.collisions : state.collisions}
        onDrop={mayChange ? drop : undefined}
        onSeal={mayChange ? () => seal(true) : undefined}
      />
      <Card title={t`How long`} description={t`Each preset is one kind of promise to your customers. Periods below can differ from it.`}>
        <RadioGroup
          cards
          label={t`Preset`}
          disabled={!mayChange}
          value={policy.preset}
          onValueChange={(preset) => change({ ...policy, preset })}
          options={RETENTION_PRESETS.map((preset) => ({
            value: preset,
            label: words.preset(preset).name,
            hint: words.preset(preset).about,
          }))}
        />
      </Card>
      <Card
        title={t`Which laws apply`}
        description={t`Laws decide what must be kept and what may not. Rules of other places apply only to the people who live there.`}
      >
        <div className="flex flex-col gap-4">
          <Field label={t`Where your business is`}>
            <Select
              className="w-full sm:w-72"
              disabled={!mayChange}
              value={policy.home ?? 'other'}
              options={[
                ...LAW_PACKS.map((law) => ({ value: law as string, label: words.law(law) })),
                { value: 'other', label: t`Somewhere else` },
              ]}
              onValueChange={(home) => {
                const law = LAW_PACKS.find((one) => one === home) ?? null;
                change({ ...policy, home: law, serves: policy.serves.filter((one) => one !== law) });
              }}
            />
          </Field>
          <fieldset className="flex flex-col gap-2">
            <legend className="mb-1 text-13 font-medium text-strong">
              <Trans>Where else your customers live</Trans>
            </legend>
            {LAW_PACKS.filter((law) => law !== policy.home).map((law) => {
              const seen = state.seen.find((one) => one.law === law)?.contacts ?? 0;
              return (
                <Checkbox
                  key={law}
                  disabled={!mayChange}
                  checked={policy.serves.includes(law)}
                  onCheckedChange={(checked) =>
                    change({ ...policy, serves: checked ? [...policy.serves, law] : policy.serves.filter((one) => one !== law) })
                  }
                  label={words.law(law)}
                  hint={
                    seen > 0 ? (
                      <Plural value={seen} one="# contact has a number from there" other="# contacts have a number from there" />
                    ) : undefined
                  }
                />
              );
            })}
          </fieldset>
        </div>
      </Card>
      <Card
        title={t`Out of sight, but kept for the law`}
        description={t`Some laws only want messages to exist for a while. Then they can leave every screen, search and export when your time is over, and a sealed copy stays until the law lets it go.`}
      >
        <div className="flex flex-col gap-2">
          <Checkbox
            disabled={!mayChange}
            checked={policy.sealed.length > 0}
            onCheckedChange={seal}
            label={t`Keep a sealed copy of messages, notes and history where a law asks for longer`}
            hint={t`Nobody can read it alone: one person asks, another approves. Of files only name, size and fingerprint stay, the file itself goes.`}
          />
          {state.sealed === null ? null : (
            <p className="text-13 text-normal">
              <Plural value={state.sealed.count} one="# record is sealed now" other="# records are sealed now" />
              {'. '}
              {t`The last goes by ${format.date(state.sealed.last_until)}.`}
            </p>
          )}
        </div>
      </Card>
      <Card flush title={t`Kinds of data`} description={<PeriodLegend />}>
        {rows(stored)}
      </Card>
      <details className="rounded-card border border-line bg-surface-1">
        <summary className="cursor-pointer px-4 py-3 text-14 font-medium text-strong sm:px-5">
          <Trans>Kept with what it belongs to, or not stored yet</Trans>
        </summary>
        {rows(others)}
      </details>
      {mayChange ? (
        <div className="sticky bottom-3 z-10 flex justify-end gap-2 rounded-card bg-popup p-3 shadow-popup">
          {changed !== null && isDirty ? (
            <Button
              onClick={() => {
                setChanged(null);
                preview.reset();
              }}
            >
              <Trans>Discard</Trans>
            </Button>
          ) : null}
          <Button variant="primary" disabled={!isDirty} loading={preview.isPending} onClick={() => ask(policy)}>
            <Trans>See what this removes</Trans>
          </Button>
        </div>
      ) : null}
      <SaveDialog
        open={isAsking}
        onClose={() => setAsking(false)}
        preview={isCurrent ? preview.data : null}
        error={preview.error}
        onSave={submit}
        saving={save.isPending}
        onDrop={drop}
        onSeal={() => seal(true)}
      />
      <UnsavedGuard isDirty={() => changed !== null && !sameValue(changed, state.policy)} />
    </>
  );
}
