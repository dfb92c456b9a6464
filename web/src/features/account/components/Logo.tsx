/** The mark and the name. */
export function Logo() {
  return (
    <span className="flex items-center gap-2.5">
      <img src="/favicon.svg" alt="" className="size-8" />
      <span className="text-20 font-semibold tracking-tight text-strong">Kabar</span>
    </span>
  );
}
