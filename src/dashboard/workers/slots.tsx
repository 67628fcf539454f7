type SlotsProps = { readonly running: number; readonly slots: number | null };

const mostDrawn = 16;

/** A box a slot, filled where something runs; of very many only the numbers. */
export const Slots = ({ running, slots }: SlotsProps) => (
  <span className="slots">
    <span className="figure">
      {running}/{slots ?? '?'}
    </span>
    {slots !== null && slots <= mostDrawn && (
      <span aria-hidden="true">
        {Array.from({ length: slots }, (_, index) => (
          <i key={index} className={index < running ? 'slot taken' : 'slot'} />
        ))}
      </span>
    )}
  </span>
);
