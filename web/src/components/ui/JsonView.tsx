import { useLingui } from '@lingui/react/macro';
import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { cn } from '#lib/cn.ts';

/** Any value that JSON can hold. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

function Scalar({ value }: { value: string | number | boolean | null }) {
  const look = typeof value === 'string' ? 'text-good' : typeof value === 'number' ? 'text-info' : 'text-warn';
  return <span className={cn('wrap-anywhere whitespace-pre-wrap', look)}>{JSON.stringify(value)}</span>;
}

function Node({ name, value, depth, openDepth }: { name: string | null; value: JsonValue; depth: number; openDepth: number }) {
  const { t } = useLingui();
  const [open, setOpen] = useState(depth < openDepth);
  const key = name === null ? null : <span className="text-strong">{name}: </span>;
  if (value === null || typeof value !== 'object') {
    return (
      <li className="pl-4">
        {key}
        <Scalar value={value} />
      </li>
    );
  }
  const entries: [string | null, JsonValue][] = Array.isArray(value) ? value.map((item) => [null, item]) : Object.entries(value);
  const [left, right] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  const count = entries.length;
  if (count === 0) {
    return (
      <li className="pl-4">
        {key}
        {left}
        {right}
      </li>
    );
  }
  return (
    <li>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="flex items-center rounded-[4px] text-left hover:bg-surface-3"
      >
        <ChevronRight aria-hidden className={cn('size-4 shrink-0 text-weak transition-transform', open && 'rotate-90')} />
        <span>
          {key}
          {left}
          {open ? null : (
            <span className="text-weak">
              {t`${count} inside`}
              {right}
            </span>
          )}
        </span>
      </button>
      {open ? (
        <>
          <ul className="ml-2 border-l border-line pl-2">
            {entries.map(([childName, child], index) => (
              <Node key={childName ?? index} name={childName} value={child} depth={depth + 1} openDepth={openDepth} />
            ))}
          </ul>
          <span className="pl-4">{right}</span>
        </>
      ) : null}
    </li>
  );
}

/** Raw data to look into, folded below `openDepth` levels. */
export function JsonView({ value, label, openDepth = 2 }: { value: JsonValue; label: string; openDepth?: number }) {
  return (
    <ul aria-label={label} className="overflow-x-auto font-mono text-13 leading-5 text-weak">
      <Node name={null} value={value} depth={0} openDepth={openDepth} />
    </ul>
  );
}
