import { useLingui } from '@lingui/react/macro';
import { useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { cn } from '#lib/cn.ts';
import { useStored } from '#lib/stored.ts';

/** A pane with a width of its own beside the one that takes the rest; widths in CSS pixels. */
export interface SidePane {
  content: ReactNode;
  label: string;
  widthPx: number;
  minPx: number;
  maxPx: number;
}

/** Props of SplitPanes. `id` is the name under which the widths are remembered in this browser. */
export interface SplitPanesProps {
  id: string;
  start?: SidePane | undefined;
  main: ReactNode;
  end?: SidePane | undefined;
  className?: string | undefined;
}

function clampWidth(widthPx: number, pane: SidePane): number {
  return Math.round(Math.min(pane.maxPx, Math.max(pane.minPx, Number.isFinite(widthPx) ? widthPx : pane.widthPx)));
}

function Side({ id, pane, edge }: { id: string; pane: SidePane; edge: 'start' | 'end' }) {
  const { t } = useLingui();
  const [stored, setStored] = useStored(`pane.${id}.${edge}`, String(pane.widthPx));
  const [dragPx, setDragPx] = useState<number | null>(null);
  const dragStart = useRef({ atPx: 0, widthPx: 0 });
  const widthPx = dragPx ?? clampWidth(Number(stored), pane);
  const label = pane.label;

  function towards(event: PointerEvent): number {
    const movedPx = event.clientX - dragStart.current.atPx;
    return clampWidth(dragStart.current.widthPx + (edge === 'start' ? movedPx : -movedPx), pane);
  }

  function handleKeyDown(event: KeyboardEvent): void {
    const grow = edge === 'start' ? 'ArrowRight' : 'ArrowLeft';
    const shrink = edge === 'start' ? 'ArrowLeft' : 'ArrowRight';
    const next = { [grow]: widthPx + 16, [shrink]: widthPx - 16, Home: pane.minPx, End: pane.maxPx }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    setStored(String(clampWidth(next, pane)));
  }

  const divider = (
    <div
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={t`Width of: ${label}`}
      aria-valuemin={pane.minPx}
      aria-valuemax={pane.maxPx}
      aria-valuenow={widthPx}
      onKeyDown={handleKeyDown}
      onDoubleClick={() => setStored(String(pane.widthPx))}
      onPointerDown={(event) => {
        dragStart.current = { atPx: event.clientX, widthPx };
        event.currentTarget.setPointerCapture(event.pointerId);
        setDragPx(widthPx);
      }}
      onPointerMove={(event) => {
        if (dragPx !== null) setDragPx(towards(event));
      }}
      onPointerUp={(event) => {
        if (dragPx === null) return;
        setStored(String(towards(event)));
        setDragPx(null);
      }}
      onPointerCancel={() => setDragPx(null)}
      className={cn(
        'relative z-1 -mx-1.5 w-3 shrink-0 cursor-col-resize touch-none outline-none',
        'before:absolute before:inset-y-0 before:left-1/2 before:w-px before:-translate-x-1/2 before:bg-line before:transition-[width,background-color]',
        'hover:before:w-0.5 hover:before:bg-line-control focus-visible:before:w-1 focus-visible:before:bg-focus',
        dragPx !== null && 'before:w-0.5 before:bg-accent',
      )}
    />
  );
  const side = (
    <div style={{ width: widthPx }} className="min-h-0 shrink-0 overflow-hidden">
      {pane.content}
    </div>
  );
  return edge === 'start' ? (
    <>
      {side}
      {divider}
    </>
  ) : (
    <>
      {divider}
      {side}
    </>
  );
}

/** Two or three panes beside each other. Dividers move by pointer and by arrow keys; a double press puts the first width back. */
export function SplitPanes({ id, start, main, end, className }: SplitPanesProps) {
  return (
    <div className={cn('flex h-full min-h-0 w-full', className)}>
      {start ? <Side id={id} pane={start} edge="start" /> : null}
      <div className="min-h-0 min-w-0 flex-1 overflow-hidden">{main}</div>
      {end ? <Side id={id} pane={end} edge="end" /> : null}
    </div>
  );
}
