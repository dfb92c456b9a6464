import type { TemplateIssue } from '@kabar/contract';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react';
import { issueSentence } from '../fns/issue-sentences.ts';

/** Leads to the field that a finding is about, or to the nearest part around it. */
export function goToIssue(path: string): void {
  for (let at = path; at !== ''; at = at.slice(0, Math.max(at.lastIndexOf('.'), 0))) {
    const place = document.querySelector<HTMLElement>(`[data-rule-path="${CSS.escape(at)}"]`);
    if (!place) continue;
    place.scrollIntoView({ block: 'center' });
    (place.querySelector<HTMLElement>('input:not([hidden]),textarea,button,[role=combobox]') ?? place).focus({ preventScroll: true });
    return;
  }
}

/** Which card and button a finding is about, as words before its sentence. */
function usePlaceWords(): (path: string) => string {
  const { t } = useLingui();
  return (path) => {
    const cardNumber = Number(/^cards\.(\d+)/.exec(path)?.[1] ?? -1) + 1;
    const buttonNumber = Number(/(?:^|\.)buttons\.(\d+)/.exec(path)?.[1] ?? -1) + 1;
    const places = [cardNumber > 0 ? t`Card ${cardNumber}` : '', buttonNumber > 0 ? t`Button ${buttonNumber}` : ''].filter(Boolean);
    return places.length === 0 ? '' : `${places.join(', ')}: `;
  };
}

/** Everything that still stands in the way, each leading to its field. */
export function IssueSummary({ issues }: { issues: readonly TemplateIssue[] }) {
  const { i18n } = useLingui();
  const placeWords = usePlaceWords();
  const errors = issues.filter((issue) => issue.severity === 'error');
  const warnings = issues.filter((issue) => issue.severity === 'warning');
  if (issues.length === 0) {
    return (
      <p className="flex items-center gap-2 text-13 text-good">
        <CircleCheck aria-hidden className="size-4 shrink-0" />
        <Trans>Everything that WhatsApp is known to check is right.</Trans>
      </p>
    );
  }
  return (
    <div className="flex flex-col gap-2 text-13">
      <p className="font-medium text-strong">
        {errors.length > 0 ? (
          <Plural value={errors.length} one="# thing still to do" other="# things still to do" />
        ) : (
          <Trans>Ready. Perhaps look at this once more:</Trans>
        )}
      </p>
      <ul className="flex flex-col gap-0.5">
        {[...errors, ...warnings].map((issue, index) => (
          <li key={`${issue.path} ${issue.code} ${index}`}>
            <button
              type="button"
              onClick={() => goToIssue(issue.path)}
              className="-mx-1.5 flex w-full items-start gap-2 rounded-control px-1.5 py-1 text-left text-normal hover:bg-surface-2 touch:py-2.5"
            >
              {issue.severity === 'error' ? (
                <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />
              ) : (
                <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
              )}
              <span className="min-w-0">
                {placeWords(issue.path)}
                {issueSentence(issue, i18n)}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
