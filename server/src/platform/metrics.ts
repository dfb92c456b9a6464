import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/**
 * Names that a label may never have: their values name a person or a customer, and each value is a series that stays in
 * memory for ever.
 */
type ForbiddenLabel = 'workspace' | 'workspace_id' | 'phone' | 'contact' | 'contact_id' | 'number_id' | 'user' | 'email' | 'id' | 'wamid';

const forbiddenLabels = new Set(['workspace', 'phone', 'contact', 'number', 'user', 'email', 'id', 'wamid', 'token', 'ip']);

type LabelNames<Names extends string> = Names & (Names extends ForbiddenLabel ? never : Names);
type LabelValues<Names extends string> = [Names] extends [never] ? undefined : Readonly<Record<Names, string | number>>;
type LabelArgs<Names extends string> = [Names] extends [never] ? [] : [labels: LabelValues<Names>];

/** A number that only grows. */
export type CounterMetric<Names extends string> = {
  add(...args: [...LabelArgs<Names>, amount?: number]): void;
};

/** A distribution in seconds, bytes or items. */
export type HistogramMetric<Names extends string> = {
  observe(...args: [...LabelArgs<Names>, value: number]): void;
};

/** A number that goes up and down. */
export type GaugeMetric<Names extends string> = {
  set(...args: [...LabelArgs<Names>, value: number]): void;
};

type Definition<Names extends string> = { name: `kabar_${string}`; help: string; labels?: readonly LabelNames<Names>[] };

/**
 * The process's metrics. Each area keeps its own definitions in one file (`<area>-metrics.ts`) as a function that takes this and
 * returns its typed metrics; defining the same name twice is an error.
 */
export type Metrics = {
  counter<Names extends string = never>(definition: Definition<Names>): CounterMetric<Names>;
  /** `buckets` are upper bounds in the unit that the name ends with (`_seconds`, `_bytes`, `_items`). */
  histogram<Names extends string = never>(definition: Definition<Names> & { buckets: readonly number[] }): HistogramMetric<Names>;
  gauge<Names extends string = never>(definition: Definition<Names>): GaugeMetric<Names>;
  /** A gauge that is read only when somebody asks for the metrics, e.g. connections of a pool in use. */
  observedGauge(definition: Definition<never>, read: () => number): void;
  /** Everything in the text form of Prometheus, for `GET /metrics`, with its content type. */
  text(): Promise<{ contentType: string; body: string }>;
};

/** Bounds for times from one millisecond to a minute, in seconds. */
export const secondsBuckets: readonly number[] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** A label value beyond this many different ones is counted as `other`, so that a mistake cannot fill the memory. */
const maxLabelValues = 200;

/**
 * Makes the registry with process metrics (memory, processor time, file handles) and event loop lag when
 * `processMetrics` is set.
 *
 * Errors: defining a metric throws `TypeError` for a forbidden label or a name that is taken.
 */
export function createMetrics(options: { processMetrics: boolean }): Metrics {
  const registry = new Registry();
  if (options.processMetrics) collectDefaultMetrics({ register: registry, prefix: 'kabar_' });

  const config = <Names extends string>(definition: Definition<Names>): MetricConfig => {
    if (registry.getSingleMetric(definition.name) !== undefined) throw new TypeError(`the metric ${definition.name} is defined twice`);
    const labelNames: string[] = [...(definition.labels ?? [])];
    for (const label of labelNames) {
      const parts = label.split('_');
      if (parts.some((part) => forbiddenLabels.has(part))) throw new TypeError(`a metric may not have the label ${label}`);
    }
    return { name: definition.name, help: definition.help, labelNames, registers: [registry] };
  };

  return {
    counter: <Names extends string>(definition: Definition<Names>): CounterMetric<Names> => {
      const counter = new Counter(config(definition));
      const bound = boundLabels();
      return {
        add: (...args) => {
          const { labels, value } = readArgs(args, bound);
          counter.inc(labels, value ?? 1);
        },
      };
    },
    histogram: <Names extends string>(definition: Definition<Names> & { buckets: readonly number[] }): HistogramMetric<Names> => {
      const histogram = new Histogram({ ...config(definition), buckets: [...definition.buckets] });
      const bound = boundLabels();
      return {
        observe: (...args) => {
          const { labels, value } = readArgs(args, bound);
          if (value !== undefined) histogram.observe(labels, value);
        },
      };
    },
    gauge: <Names extends string>(definition: Definition<Names>): GaugeMetric<Names> => {
      const gauge = new Gauge(config(definition));
      const bound = boundLabels();
      return {
        set: (...args) => {
          const { labels, value } = readArgs(args, bound);
          if (value !== undefined) gauge.set(labels, value);
        },
      };
    },
    observedGauge: (definition, read) => {
      const gauge: Gauge = new Gauge({ ...config(definition), collect: () => gauge.set(read()) });
    },
    text: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
  };
}

type Labels = Record<string, string | number>;
type MetricConfig = { name: string; help: string; labelNames: string[]; registers: Registry[] };

function readArgs(args: readonly unknown[], bound: (labels: Labels) => Labels): { labels: Labels; value: number | undefined } {
  const [first, second] = args;
  if (typeof first === 'object' && first !== null) {
    // The types of the callers allow nothing but a record of strings and numbers here.
    return { labels: bound(first as Labels), value: typeof second === 'number' ? second : undefined };
  }
  return { labels: {}, value: typeof first === 'number' ? first : undefined };
}

/** Keeps the number of different values of each label within `maxLabelValues`. */
function boundLabels(): (labels: Labels) => Labels {
  const seen = new Map<string, Set<string>>();
  return (labels) => {
    const out: Labels = {};
    for (const [name, value] of Object.entries(labels)) {
      const text = String(value);
      const values = seen.get(name) ?? new Set<string>();
      seen.set(name, values);
      if (!values.has(text) && values.size >= maxLabelValues) out[name] = 'other';
      else {
        values.add(text);
        out[name] = text;
      }
    }
    return out;
  };
}
