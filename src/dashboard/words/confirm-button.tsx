import { useEffect, useRef, useState } from 'react';

type ConfirmButtonProps = {
  readonly children: string;
  /** What is asked before it is done: a sentence that says what it means. */
  readonly question: string;
  /** What the button that does it says. */
  readonly answer: string;
  readonly onConfirm: () => void;
  readonly disabled?: boolean;
  readonly label?: string;
};

/** For what can not be undone: the first click asks, the second does it. */
export function ConfirmButton({
  children,
  question,
  answer,
  onConfirm,
  disabled,
  label,
}: ConfirmButtonProps) {
  const [isAsking, setAsking] = useState(false);
  const no = useRef<HTMLButtonElement>(null);
  const first = useRef<HTMLButtonElement>(null);
  const wasAsking = useRef(false);
  useEffect(() => {
    // The keyboard is at the button that does nothing, and back where it came from afterwards.
    if (isAsking) no.current?.focus();
    else if (wasAsking.current) first.current?.focus();
    wasAsking.current = isAsking;
  }, [isAsking]);
  if (!isAsking) {
    return (
      <button
        ref={first}
        type="button"
        disabled={disabled}
        aria-label={label}
        onClick={() => setAsking(true)}
      >
        {children}
      </button>
    );
  }
  const confirm = (): void => {
    setAsking(false);
    onConfirm();
  };
  return (
    <fieldset className="confirm" aria-label={question}>
      <span>{question}</span>{' '}
      <button type="button" className="danger" onClick={confirm}>
        {answer}
      </button>{' '}
      <button ref={no} type="button" onClick={() => setAsking(false)}>
        No
      </button>
    </fieldset>
  );
}
