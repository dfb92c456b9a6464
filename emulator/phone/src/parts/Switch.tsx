/** On or off, with its sentence. */
export function Switch({
  label,
  hint,
  isOn,
  onChange,
}: {
  label: string;
  hint?: string | undefined;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}) {
  return (
    <div className="switch-row">
      <span className="switch-words">
        <span>{label}</span>
        {hint === undefined ? null : <small>{hint}</small>}
      </span>
      <button type="button" role="switch" className="switch" aria-checked={isOn} aria-label={label} onClick={() => onChange(!isOn)} />
    </div>
  );
}
