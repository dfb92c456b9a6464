import type { TagColor } from '@kabar/contract';

const hues: Readonly<Record<Exclude<TagColor, 'gray'>, number>> = {
  red: 25,
  orange: 50,
  amber: 80,
  green: 145,
  teal: 185,
  blue: 245,
  indigo: 275,
  purple: 305,
  pink: 355,
};

/** The colour of a tag as a dot. Decoration only: the name stands beside it or is read out. */
export function TagDot({ color }: { color: TagColor }) {
  return (
    <span
      aria-hidden
      style={{ '--tag-hue': color === 'gray' ? 0 : hues[color], '--tag-chroma': color === 'gray' ? 0 : 1 }}
      className="tag-dot size-2 shrink-0 rounded-full"
    />
  );
}
