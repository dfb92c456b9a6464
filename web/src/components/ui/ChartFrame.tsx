import { Trans } from '@lingui/react/macro';
import { useState, type ReactNode } from 'react';
import { Button } from './Button.tsx';

/** Props of ChartFrame. `rows` are what the chart draws, as a table: the first cell of each names the row. */
export interface ChartFrameProps {
  /** What the chart shows, in one sentence; read out instead of the picture. */
  label: string;
  columns: readonly string[];
  rows: readonly { key: string; cells: readonly string[] }[];
  /** What each colour stands for, where the chart cannot say it itself. */
  legend?: readonly { name: string; color: string }[] | undefined;
  children: ReactNode;
}

/** A chart with the table behind it: whoever cannot see the picture, or wants the figures, has both. */
export function ChartFrame({ label, columns, rows, legend, children }: ChartFrameProps) {
  const [isTable, setIsTable] = useState(false);
  return (
    <div className="flex flex-col gap-2">
      {isTable ? (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard
        <div role="region" aria-label={label} tabIndex={0} className="h-60 overflow-auto rounded-control border border-line">
          <table aria-label={label} className="w-full border-separate border-spacing-0 text-13 tabular-nums">
            <thead>
              <tr>
                {columns.map((column, index) => (
                  <th
                    key={column}
                    scope="col"
                    className={`sticky top-0 border-b border-line bg-surface-1 px-3 py-1.5 font-medium text-weak ${index === 0 ? 'text-left' : 'text-right'}`}
                  >
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.key}>
                  {row.cells.map((cell, index) =>
                    index === 0 ? (
                      <th key={columns[index]} scope="row" className="px-3 py-1 text-left font-normal text-normal">
                        {cell}
                      </th>
                    ) : (
                      <td key={columns[index]} className="px-3 py-1 text-right text-strong">
                        {cell}
                      </td>
                    ),
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : (
        <>
          {legend ? (
            <ul className="flex flex-wrap gap-x-4 gap-y-1 text-13 text-normal">
              {legend.map((entry) => (
                <li key={entry.name} className="inline-flex items-center gap-1.5">
                  <span aria-hidden className="size-2.5 rounded-[3px]" style={{ background: entry.color }} />
                  {entry.name}
                </li>
              ))}
            </ul>
          ) : null}
          <div role="img" aria-label={label} className="h-60">
            {children}
          </div>
        </>
      )}
      <Button size="sm" variant="ghost" className="self-start" onClick={() => setIsTable(!isTable)}>
        {isTable ? <Trans>Show the chart</Trans> : <Trans>Show data</Trans>}
      </Button>
    </div>
  );
}
