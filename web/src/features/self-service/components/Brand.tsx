/** Props of Brand. */
export interface BrandProps {
  title: string;
  mark: string;
  color: string;
}

/** Name and mark of a business at the top of its page. The mark's letters are black or white, whichever is read better on its colour. */
export function Brand({ title, mark, color }: BrandProps) {
  return (
    <span className="flex min-w-0 items-center gap-2.5">
      <span
        aria-hidden
        className="flex h-9 min-w-9 shrink-0 items-center justify-center rounded-control px-1.5 text-14 font-semibold"
        style={{ background: color, color: readableOn(color) }}
      >
        {mark}
      </span>
      <span className="truncate text-16 font-semibold text-strong">{title}</span>
    </span>
  );
}

/** Black or white, by the relative luminance of WCAG 2. `color` is `#rrggbb`. */
export function readableOn(color: string): '#000000' | '#ffffff' {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? '#000000' : '#ffffff';
}
