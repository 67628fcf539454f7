import type { ReactNode } from 'react';

type FieldAttributes = {
  readonly id: string;
  readonly 'aria-invalid': boolean;
  readonly 'aria-describedby': string;
};

type FormFieldProps = {
  readonly name: string;
  readonly label: string;
  readonly problem: string | undefined;
  readonly children: (field: FieldAttributes) => ReactNode;
};

/** A labelled field, with what is wrong with it right under it. */
export function FormField({ name, label, problem, children }: FormFieldProps) {
  const problemId = `${name}-problem`;
  return (
    <div className="field">
      <label htmlFor={name}>{label}</label>
      {children({ id: name, 'aria-invalid': problem !== undefined, 'aria-describedby': problemId })}
      <span id={problemId} className="field-problem" aria-live="polite">
        {problem}
      </span>
    </div>
  );
}
