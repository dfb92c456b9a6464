import type { ReportFigures } from '@kabar/contract';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { useFormat } from '#lib/use-format.ts';
import { changeOf, spanText, targetsMet } from '../fns/figure-words.ts';

/** Props of FigureCards. `before`: the same figures of the period before, once they are known. */
export interface FigureCardsProps {
  total: ReportFigures;
  before: ReportFigures | undefined;
}

const targetsOf = (figures: ReportFigures): number | null => targetsMet([figures.first_reply_target, figures.resolution_target]);

/** The totals, each with how it stands to the period before. */
export function FigureCards({ total, before }: FigureCardsProps) {
  const { t } = useLingui();
  const format = useFormat();
  const { locale } = format.settings;
  const percent = (value: number | null): string =>
    value === null ? '–' : new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }).format(value / 100);
  const span = (seconds: number | null): string => spanText(seconds, locale);
  const replyP90 = span(total.first_reply.p90_seconds);
  const resolutionP90 = span(total.resolution.p90_seconds);
  const { answered, asked } = total.satisfaction;
  const messages = { in: format.number(total.messages_in), out: format.number(total.messages_out) };
  return (
    <dl className="grid grid-cols-2 gap-3 lg:grid-cols-3">
      <Figure name={t`Opened`} value={format.number(total.opened)} now={total.opened} before={before?.opened}>
        <Trans>
          {messages.in} messages in, {messages.out} out
        </Trans>
      </Figure>
      <Figure name={t`Resolved`} value={format.number(total.resolved)} now={total.resolved} before={before?.resolved} />
      <Figure name={t`Targets met`} value={percent(targetsOf(total))} now={targetsOf(total)} before={before && targetsOf(before)}>
        {targetsOf(total) === null ? (
          <Trans>No targets applied</Trans>
        ) : (
          <Plural value={total.first_reply_target.missed + total.resolution_target.missed} one="# missed" other="# missed" />
        )}
      </Figure>
      <Figure
        name={t`First reply`}
        value={span(total.first_reply.median_seconds)}
        now={total.first_reply.median_seconds}
        before={before?.first_reply.median_seconds}
        isTime
      >
        {total.first_reply.count === 0 ? null : <Trans>9 of 10 within {replyP90}</Trans>}
      </Figure>
      <Figure
        name={t`Resolution`}
        value={span(total.resolution.median_seconds)}
        now={total.resolution.median_seconds}
        before={before?.resolution.median_seconds}
        isTime
      >
        {total.resolution.count === 0 ? null : <Trans>9 of 10 within {resolutionP90}</Trans>}
      </Figure>
      <Figure
        name={t`Satisfaction`}
        value={percent(total.satisfaction.score_percent)}
        now={total.satisfaction.score_percent}
        before={before?.satisfaction.score_percent}
      >
        {asked === 0 ? (
          <Trans>Nobody was asked</Trans>
        ) : (
          <Trans>
            {format.number(answered)} of {format.number(asked)} asked answered
          </Trans>
        )}
      </Figure>
    </dl>
  );
}

interface FigureProps {
  name: string;
  value: string;
  now: number | null;
  before: number | null | undefined;
  /** A length of time is longer or shorter, not more or less. */
  isTime?: boolean;
  children?: ReactNode;
}

function Figure({ name, value, now, before, isTime = false, children }: FigureProps) {
  const change = changeOf(now, before ?? null);
  return (
    <div className="flex flex-col rounded-card border border-line bg-surface-1 px-4 py-3">
      <dt className="text-13 text-weak">{name}</dt>
      <dd className="mt-0.5 text-20 font-semibold text-strong tabular-nums sm:text-28">{value}</dd>
      {/* Its line is kept, so that nothing moves when it comes. */}
      <dd className="min-h-5 text-13 text-normal">
        {change.kind === 'none' ? null : change.kind === 'same' ? (
          <Trans>As before</Trans>
        ) : isTime ? (
          change.kind === 'more' ? (
            <Trans>{change.percent} % longer</Trans>
          ) : (
            <Trans>{change.percent} % shorter</Trans>
          )
        ) : change.kind === 'more' ? (
          <Trans>{change.percent} % more</Trans>
        ) : (
          <Trans>{change.percent} % less</Trans>
        )}
      </dd>
      <dd className="min-h-5 text-13 text-weak">{children}</dd>
    </div>
  );
}
