import { Trans, useLingui } from '@lingui/react/macro';
import { ShoppingBag, Tag } from 'lucide-react';
import { useFormat } from '#lib/use-format.ts';
import { asList, asRecord, numberAt, textAt } from '../fns/read-content.ts';
import { FormattedText } from './FormattedText.tsx';
import { RawContent } from './UnknownPart.tsx';

/** An amount as people write it; a currency that is not one stands beside the number. */
function amount(value: number, currency: string, locale: string): string {
  try {
    return new Intl.NumberFormat(locale, {
      style: 'currency',
      currency,
      currencyDisplay: 'narrowSymbol',
      trailingZeroDisplay: 'stripIfInteger',
    }).format(value);
  } catch {
    return `${value} ${currency}`.trim();
  }
}

/** What a customer put into the basket of a catalogue. */
export function OrderPart({ content }: { content: unknown }) {
  const { t } = useLingui();
  const { settings } = useFormat();
  const note = textAt(content, 'text');
  const items = asList(asRecord(content)['product_items']).map((item) => ({
    name: textAt(item, 'product_retailer_id'),
    count: numberAt(item, 'quantity') ?? 1,
    price: numberAt(item, 'item_price'),
    currency: textAt(item, 'currency'),
  }));
  const currency = items[0]?.currency ?? '';
  const isOneCurrency = items.every((item) => item.currency === currency && item.price !== null);
  const total = items.reduce((sum, item) => sum + item.count * (item.price ?? 0), 0);
  return (
    <div className="w-64 max-w-full">
      <p className="mb-1 flex items-center gap-1.5 font-medium">
        <ShoppingBag aria-hidden className="size-4 text-accent-text" />
        <Trans>Order</Trans>
      </p>
      <ul className="text-13">
        {items.map((item, index) => (
          // Items of one order never change places.
          <li key={index} className="flex justify-between gap-3 py-0.5">
            <span className="min-w-0 wrap-anywhere">
              <span className="tabular-nums">{item.count} × </span>
              {item.name || t`Product`}
            </span>
            {item.price === null ? null : (
              <span className="shrink-0 tabular-nums">{amount(item.price * item.count, item.currency, settings.locale)}</span>
            )}
          </li>
        ))}
      </ul>
      {isOneCurrency && items.length > 1 ? (
        <p className="mt-1 flex justify-between gap-3 border-t border-strong/10 pt-1 text-13 font-semibold">
          <Trans>Total</Trans>
          <span className="tabular-nums">{amount(total, currency, settings.locale)}</span>
        </p>
      ) : null}
      {note ? <FormattedText text={note} className="mt-1 block" /> : null}
    </div>
  );
}

/** A product that a customer shared or asked about. */
export function ProductPart({ content }: { content: unknown }) {
  const name = textAt(content, 'product_retailer_id') || textAt(content, 'name') || textAt(content, 'title');
  return (
    <div>
      <p className="flex items-center gap-1.5">
        <Tag aria-hidden className="size-4 shrink-0 text-accent-text" />
        <span dir="auto" className="wrap-anywhere">
          {name || <Trans>A product</Trans>}
        </span>
      </p>
      <RawContent content={content} />
    </div>
  );
}
