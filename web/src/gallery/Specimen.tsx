import type { ReactNode } from 'react';
import { cn } from '#lib/cn.ts';

/** A group of specimens under the name of the part. */
export function Section({ name, children }: { name: string; children: ReactNode }) {
  return (
    <section aria-label={name} className="flex flex-col gap-4 border-t border-line py-6">
      <h2 className="text-16 font-semibold text-strong">{name}</h2>
      {children}
    </section>
  );
}

/** One state of a part, with its name. */
export function Specimen({ name, children, wide = false }: { name: string; children: ReactNode; wide?: boolean }) {
  return (
    <div className={cn('flex flex-col gap-2', wide ? 'w-full' : 'max-w-100')}>
      <span className="text-12 text-weak">{name}</span>
      <div className="flex flex-wrap items-center gap-3">{children}</div>
    </div>
  );
}
