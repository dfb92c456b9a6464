import { hueOf, initialsOf } from '../data/formats.ts';

/** Round picture, or initials on a hue of the name. */
export function Avatar({ name, size = 40, pictureUrl = null }: { name: string; size?: number; pictureUrl?: string | null }) {
  if (pictureUrl) return <img className="avatar" src={pictureUrl} alt="" width={size} height={size} />;
  const style = { '--hue': hueOf(name), width: size, height: size, fontSize: size * 0.38 } as React.CSSProperties; // custom property
  return (
    <span className="avatar" style={style} aria-hidden>
      {initialsOf(name)}
    </span>
  );
}
