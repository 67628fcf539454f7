type TargetChoiceProps = {
  readonly offered: readonly string[];
  readonly chosen: readonly string[];
  readonly onChange: (names: readonly string[]) => void;
};

export const TargetChoice = ({ offered, chosen, onChange }: TargetChoiceProps) => (
  <fieldset>
    <legend>Targets</legend>
    {offered.length === 0 && <p className="nothing">The farm offers none.</p>}
    {offered.map((name) => (
      <label key={name} className="choice">
        <input
          type="checkbox"
          checked={chosen.includes(name)}
          onChange={({ target: { checked } }) =>
            onChange(checked ? [...chosen, name] : chosen.filter((other) => other !== name))
          }
        />
        {name}
      </label>
    ))}
    {offered.length > 1 && (
      <p>
        <button type="button" disabled={chosen.length === offered.length} onClick={() => onChange(offered)}>
          All
        </button>{' '}
        <button type="button" disabled={chosen.length === 0} onClick={() => onChange([])}>
          None
        </button>
      </p>
    )}
  </fieldset>
);
