type TargetChoiceProps = {
  readonly offered: readonly string[];
  readonly chosen: readonly string[];
  readonly isWrong: boolean;
  readonly onChange: (names: readonly string[]) => void;
};

export const TargetChoice = ({ offered, chosen, isWrong, onChange }: TargetChoiceProps) => (
  <fieldset className="target-choice" data-invalid={isWrong}>
    <legend>Targets</legend>
    {offered.length === 0 && <p className="nothing">The farm offers none.</p>}
    {offered.map((name) => (
      <label key={name}>
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
