/** One row of a chart; a value that is null is not drawn. */
export interface TrendPoint {
  key: string;
  label: string;
  values: Record<string, number | null>;
}

/** One figure of a chart. `dash` tells lines apart without seeing colours. */
export interface TrendSeries {
  id: string;
  name: string;
  color: string;
  dash?: boolean | undefined;
}
