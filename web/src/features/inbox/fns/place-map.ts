import type { MultiLineString, Position } from 'geojson';

/** Size of the drawing, in its own units, and how many degrees of latitude it shows. */
export const placeMapSize = { width: 256, height: 120, degreesHigh: 9 } as const;

/**
 * The lines of a world in a window around a place, as the `d` of one SVG path. Degrees of longitude shrink towards the poles as they do
 * on the ground; lines are carried over the date line. Lines that lie outside are left out.
 */
export function placeMapPath(lines: MultiLineString, latitude: number, longitude: number): string {
  const { width, height, degreesHigh } = placeMapSize;
  const perDegree = height / degreesHigh;
  const shrink = Math.max(0.2, Math.cos((latitude * Math.PI) / 180));
  const xOf = (lon: number): number => width / 2 + (((((lon - longitude + 540) % 360) + 360) % 360) - 180) * shrink * perDegree;
  const yOf = (lat: number): number => height / 2 - (lat - latitude) * perDegree;
  const near = (x: number, y: number): boolean => x > -width && x < 2 * width && y > -height && y < 2 * height;
  const parts: string[] = [];
  for (const line of lines.coordinates) {
    let drawing = false;
    let before: { x: number; y: number; near: boolean } | null = null;
    for (const position of line) {
      const [lon = 0, lat = 0]: Position = position;
      const point = { x: xOf(lon), y: yOf(lat), near: false };
      point.near = near(point.x, point.y);
      // A jump over the edge of the window's half of the world is no line.
      const jumps = before !== null && Math.abs(point.x - before.x) > 4 * width;
      if ((point.near || before?.near) && before !== null && !jumps) {
        if (!drawing) parts.push(`M${round(before.x)} ${round(before.y)}`);
        parts.push(`L${round(point.x)} ${round(point.y)}`);
        drawing = true;
      } else drawing = false;
      before = point;
    }
  }
  return parts.join('');
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
