import type { PromiseRow } from '@kabar/contract';
import { Trans } from '@lingui/react/macro';
import { useFormat } from '#lib/use-format.ts';
import { Badge } from '#ui/Badge.tsx';
import { Banner } from '#ui/Banner.tsx';
import { Sheet } from '#ui/Dialog.tsx';
import { usePromiseWords } from '../fns/use-promise-words.ts';

/** One promise: what makes it true, what shows it, and what to do. */
export function PromiseSheet({ row, onClose }: { row: PromiseRow; onClose: () => void }) {
  const { statuses, outcomes, presets, kinds, language } = usePromiseWords();
  const format = useFormat();
  const status = statuses[row.status];
  return (
    <Sheet
      open
      onOpenChange={onClose}
      title={row.claim[language]}
      description={`${row.id} · ${presets[row.preset]} · ${row.section}`}
      size="md"
    >
      <div className="flex flex-col gap-5">
        <div className="flex flex-wrap items-center gap-2">
          <Badge tone={status.tone} dot>
            {status.name}
          </Badge>
          {row.reason ? <span className="text-13 text-normal">{row.reason[language]}</span> : null}
        </div>
        {row.status === 'red' ? (
          <Banner tone="bad" title={<Trans>This sentence cannot stand in your notice</Trans>}>
            <Trans>Do what stands beside the failed proof below, then look again.</Trans>
          </Banner>
        ) : null}
        {row.status === 'evidence' ? (
          <Banner tone="warn" title={<Trans>Only people can show this</Trans>}>
            <Trans>Add a dated record under Evidence. Until its last day the sentence may stand in your notice.</Trans>
          </Banner>
        ) : null}
        {row.status === 'missing' ? (
          <Banner tone="info" title={<Trans>Nobody has looked yet</Trans>}>
            <Trans>Press “Look now”. Tests run with each release: whoever runs the installation can run “npm run promises”.</Trans>
          </Banner>
        ) : null}
        <section className="flex flex-col gap-2">
          <h3 className="text-13 font-semibold text-strong">
            <Trans>What makes it true</Trans>
          </h3>
          <ul className="flex flex-col gap-2">
            {row.controls.map((control) => (
              <li key={control.id} className="text-13 text-normal">
                <span className="font-medium text-strong">{control.name[language]}</span> <span className="text-weak">{control.id}</span>
                {language === 'en' ? <p className="text-weak">{control.about.en}</p> : null}
              </li>
            ))}
          </ul>
        </section>
        {row.proofs.length === 0 ? null : (
          <section className="flex flex-col gap-2">
            <h3 className="text-13 font-semibold text-strong">
              <Trans>What shows it</Trans>
            </h3>
            <ul className="flex flex-col divide-y divide-line border-y border-line">
              {row.proofs.map((proof) => {
                const outcome = outcomes[proof.outcome];
                const kind = proof.kind === 'evidence' ? Object.entries(kinds).find(([name]) => name === proof.name)?.[1].name : undefined;
                const [file, title] = proof.name.split(' › ');
                return (
                  <li key={`${proof.kind} ${proof.name}`} className="flex flex-col gap-1 py-2.5">
                    <div className="flex items-start justify-between gap-3">
                      <span className="min-w-0 text-13 text-strong wrap-anywhere">
                        {kind ?? proof.about?.[language] ?? title ?? proof.name}
                      </span>
                      <Badge tone={outcome.tone} dot>
                        {outcome.name}
                      </Badge>
                    </div>
                    {proof.finding ? <p className="text-13 text-normal">{proof.finding[language]}</p> : null}
                    <p className="text-12 wrap-anywhere text-weak">
                      {proof.at === null ? null : `${format.dateTime(proof.at)} · `}
                      {proof.kind === 'test' ? (
                        <Trans>Test in {file}</Trans>
                      ) : proof.kind === 'check' ? (
                        <Trans>Look into this installation</Trans>
                      ) : (
                        <Trans>Evidence</Trans>
                      )}
                    </p>
                  </li>
                );
              })}
            </ul>
          </section>
        )}
      </div>
    </Sheet>
  );
}
