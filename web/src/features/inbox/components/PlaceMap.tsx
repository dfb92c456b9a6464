import { useLingui } from '@lingui/react/macro';
import { MapPin } from 'lucide-react';
import { useMemo } from 'react';
import { mesh } from 'topojson-client';
import type { Topology } from 'topojson-specification';
import atlas from 'world-atlas/countries-50m.json';
import { placeMapPath, placeMapSize } from '../fns/place-map.ts';

const world = atlas as unknown as Topology; // the file is TopoJSON; JSON imports lose the literal types
const countries = world.objects['countries'];
const lines = countries === undefined ? null : mesh(world, countries as Parameters<typeof mesh>[1]);

/** Where on earth a place is: coasts and borders around it, drawn here, so that nobody else learns of it. */
export function PlaceMap({ latitude, longitude }: { latitude: number; longitude: number }) {
  const { t } = useLingui();
  const path = useMemo(() => (lines === null ? '' : placeMapPath(lines, latitude, longitude)), [latitude, longitude]);
  const { width, height } = placeMapSize;
  return (
    <div className="relative overflow-hidden rounded-card bg-surface-2">
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={t`Map of the region around the place`} className="block w-full">
        <path d={path} fill="none" stroke="currentColor" strokeWidth={0.8} className="text-weak" />
      </svg>
      <MapPin
        aria-hidden
        className="absolute top-1/2 left-1/2 size-6 -translate-x-1/2 -translate-y-full fill-accent-soft text-accent-text"
      />
    </div>
  );
}
