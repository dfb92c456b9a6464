import type { MultiLineString } from 'geojson';
import { describe, expect, it } from 'vitest';
import { placeMapPath, placeMapSize } from './place-map.ts';

const world = (...coordinates: [number, number][][]): MultiLineString => ({ type: 'MultiLineString', coordinates });

describe('the map around a place', () => {
  it('has the place in its middle', () => {
    const through = world([
      [106.8, -6.2],
      [107.8, -6.2],
    ]);
    expect(placeMapPath(through, -6.2, 106.8)).toMatch(new RegExp(`^M${placeMapSize.width / 2} ${placeMapSize.height / 2}L`));
  });

  it('leaves out what is far away', () => {
    expect(
      placeMapPath(
        world([
          [0, 50],
          [1, 50],
        ]),
        -6.2,
        106.8,
      ),
    ).toBe('');
  });

  it('goes over the date line', () => {
    const path = placeMapPath(
      world([
        [179.5, -17],
        [-179.5, -17],
      ]),
      -17,
      180,
    );
    const xs = [...path.matchAll(/[ML](-?[\d.]+) /g)].map((match) => Number(match[1]));
    expect(xs).toHaveLength(2);
    expect(Math.abs((xs[0] ?? 0) - (xs[1] ?? 0))).toBeLessThan(20);
  });
});
