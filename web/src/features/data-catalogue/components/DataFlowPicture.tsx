import type { Purpose, Whose } from '@kabar/contract';
import { Trans, useLingui } from '@lingui/react/macro';
import { cn } from '#lib/cn.ts';
import type { DataFlow, FlowBand, FlowNode } from '../fns/data-flow.ts';
import type { DataNames } from '../fns/use-data-names.ts';

/** What is chosen in the picture. */
export interface FlowChoice {
  whose?: Whose | undefined;
  purpose?: Purpose | undefined;
}

/** Props of DataFlowPicture. */
export interface DataFlowPictureProps {
  flow: DataFlow;
  names: DataNames;
  chosen: FlowChoice;
  onChoose: (chosen: FlowChoice) => void;
}

/** Height of one place, gap between nodes, and the three columns, in units of the drawing. */
const unit = 4;
const gap = 10;
const columns = [0, 300, 600] as const;
const nodeWidth = 6;
const erasureFill: Readonly<Record<string, string>> = {
  delete: 'fill-accent',
  destroy: 'fill-accent',
  detach: 'fill-accent',
  anonymise: 'fill-accent',
  keep: 'fill-warn',
};

/** From whom, what for, and what erasing a person does: each band is as thick as the number of places. Choosing a node narrows the list below. */
export function DataFlowPicture({ flow, names, chosen, onChoose }: DataFlowPictureProps) {
  const { t } = useLingui();
  const heights = [flow.whose, flow.purposes, flow.erasures].map((nodes) => flow.total * unit + Math.max(0, nodes.length - 1) * gap);
  const height = Math.max(...heights, 1);
  const place = (nodes: readonly FlowNode<string>[], id: string): { top: number; index: number } => {
    const index = nodes.findIndex((node) => node.id === id);
    return { top: offsetOf(nodes, height, flow.total) + (nodes[index]?.start ?? 0) * unit + index * gap, index };
  };
  const isOn = (band: FlowBand, of: 'first' | 'second'): boolean =>
    of === 'first'
      ? (chosen.whose === undefined || chosen.whose === band.from) && (chosen.purpose === undefined || chosen.purpose === band.to)
      : chosen.purpose === undefined || chosen.purpose === band.from;
  const band = (one: FlowBand, of: 'first' | 'second') => {
    const [left, right] = of === 'first' ? [flow.whose, flow.purposes] : [flow.purposes, flow.erasures];
    const from = place(left, one.from);
    const to = place(right, one.to);
    const y1 = from.top + (one.fromStart - (left[from.index]?.start ?? 0)) * unit;
    const y2 = to.top + (one.toStart - (right[to.index]?.start ?? 0)) * unit;
    const x1 = (of === 'first' ? columns[0] : columns[1]) + nodeWidth;
    const x2 = of === 'first' ? columns[1] : columns[2];
    const middle = (x1 + x2) / 2;
    const thick = one.count * unit;
    return (
      <path
        key={`${of} ${one.from} ${one.to}`}
        d={`M${x1},${y1} C${middle},${y1} ${middle},${y2} ${x2},${y2} L${x2},${y2 + thick} C${middle},${y2 + thick} ${middle},${y1 + thick} ${x1},${y1 + thick} Z`}
        className={cn(
          'transition-opacity duration-160',
          of === 'second' ? erasureFill[one.to] : 'fill-accent',
          isOn(one, of) ? 'opacity-30' : 'opacity-8',
        )}
      />
    );
  };
  return (
    <figure className="max-sm:hidden">
      <div className="flex pb-1 text-12 font-medium text-weak">
        <span className="w-[49%]">
          <Trans>Whose</Trans>
        </span>
        <span className="flex-1">
          <Trans>What for</Trans>
        </span>
        <span>
          <Trans>When the person is erased</Trans>
        </span>
      </div>
      <div className="relative" style={{ height }}>
        <svg
          viewBox={`0 0 ${columns[2] + nodeWidth} ${height}`}
          preserveAspectRatio="none"
          className="absolute inset-0 size-full"
          aria-hidden
        >
          {flow.first.map((one) => band(one, 'first'))}
          {flow.second.map((one) => band(one, 'second'))}
          {[flow.whose, flow.purposes, flow.erasures].map((nodes, column) =>
            nodes.map((node, index) => (
              <rect
                key={node.id}
                x={columns[column] ?? 0}
                y={offsetOf(nodes, height, flow.total) + node.start * unit + index * gap}
                width={nodeWidth}
                height={node.count * unit}
                rx={2}
                className={column === 2 ? erasureFill[node.id] : 'fill-accent'}
              />
            )),
          )}
        </svg>
        <FlowLabels
          nodes={flow.whose}
          at="left-4"
          top={(id) => place(flow.whose, id).top}
          label={(id) => names.whose(id)}
          chosen={chosen.whose}
          onChoose={(whose) => onChoose({ ...chosen, whose })}
          what={(name, count) => t`${name}: ${count} places. Show only these.`}
        />
        <FlowLabels
          nodes={flow.purposes}
          at="left-[52%]"
          top={(id) => place(flow.purposes, id).top}
          label={(id) => names.purpose(id)}
          chosen={chosen.purpose}
          onChoose={(purpose) => onChoose({ ...chosen, purpose })}
          what={(name, count) => t`${name}: ${count} places. Show only these.`}
        />
        <ul>
          {flow.erasures.map((node) => (
            <li
              key={node.id}
              style={{ top: place(flow.erasures, node.id).top + (node.count * unit) / 2 }}
              className="absolute right-4 -translate-y-1/2 rounded-control bg-surface-1/80 px-1.5 text-13 text-strong"
            >
              {names.erasure(node.id)} <span className="text-weak tabular-nums">{node.count}</span>
            </li>
          ))}
        </ul>
      </div>
    </figure>
  );
}

interface FlowLabelsProps<Id extends string> {
  nodes: readonly FlowNode<Id>[];
  at: string;
  top: (id: Id) => number;
  label: (id: Id) => string;
  chosen: Id | undefined;
  onChoose: (id: Id | undefined) => void;
  what: (name: string, count: number) => string;
}

function FlowLabels<Id extends string>({ nodes, at, top, label, chosen, onChoose, what }: FlowLabelsProps<Id>) {
  return (
    <ul>
      {nodes.map((node) => (
        <li key={node.id} style={{ top: top(node.id) + (node.count * unit) / 2 }} className={cn('absolute -translate-y-1/2', at)}>
          <button
            type="button"
            aria-pressed={chosen === node.id}
            aria-label={what(label(node.id), node.count)}
            onClick={() => onChoose(chosen === node.id ? undefined : node.id)}
            className={cn(
              'rounded-control px-1.5 text-13 leading-5 transition-colors hover:bg-surface-3',
              chosen === node.id ? 'bg-accent-soft font-medium text-accent-text' : 'bg-surface-1/80 text-strong',
            )}
          >
            {label(node.id)} <span className="text-weak tabular-nums">{node.count}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Nodes of a column stand in the middle of the picture's height. */
function offsetOf(nodes: readonly FlowNode<string>[], height: number, total: number): number {
  return (height - (total * unit + Math.max(0, nodes.length - 1) * gap)) / 2;
}
