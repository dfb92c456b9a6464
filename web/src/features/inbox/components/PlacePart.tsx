import { Trans, useLingui } from '@lingui/react/macro';
import { ExternalLink, MapPin } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { numberAt, textAt } from '../fns/read-content.ts';

const PlaceMap = lazy(() => import('./PlaceMap.tsx').then((module) => ({ default: module.PlaceMap })));

/** A place: where on earth, its name and coordinates, and a way to look at it in a map app. No map of a third party is loaded. */
export function PlacePart({ content }: { content: unknown }) {
  const { t } = useLingui();
  const latitude = numberAt(content, 'latitude');
  const longitude = numberAt(content, 'longitude');
  const name = textAt(content, 'name');
  const address = textAt(content, 'address');
  const known = latitude !== null && longitude !== null && Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
  const coordinates = known ? `${latitude.toFixed(5)}, ${longitude.toFixed(5)}` : null;
  return (
    <div className="flex w-64 max-w-full flex-col gap-1.5 py-0.5">
      {known ? (
        <Suspense fallback={<div className="aspect-[256/120] animate-pulse rounded-card bg-surface-2" />}>
          <PlaceMap latitude={latitude} longitude={longitude} />
        </Suspense>
      ) : null}
      <div className="flex items-start gap-3">
        <span className="mt-0.5 flex size-10 shrink-0 items-center justify-center rounded-full bg-accent-soft text-accent-text">
          <MapPin aria-hidden className="size-5" />
        </span>
        <div className="min-w-0 flex-1">
          <p dir="auto" className="font-medium wrap-anywhere">
            {name || t`Location`}
          </p>
          {address ? (
            <p dir="auto" className="text-13 wrap-anywhere text-normal">
              {address}
            </p>
          ) : null}
          {coordinates === null ? null : (
            <>
              <p className="text-12 text-weak tabular-nums">{coordinates}</p>
              <a
                href={`https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`}
                target="_blank"
                rel="noopener noreferrer"
                className="mt-1 inline-flex items-center gap-1 text-13 font-medium text-accent-text underline underline-offset-2"
              >
                <Trans>Open in a map</Trans>
                <ExternalLink aria-hidden className="size-3.5" />
              </a>
            </>
          )}
        </div>
      </div>
    </div>
  );
}
