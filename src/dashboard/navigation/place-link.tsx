import type { MouseEvent, ReactNode } from 'react';
import { showAt } from './address.ts';

type PlaceLinkProps = {
  /** `#L2.124`: a place in the page that is shown. */
  readonly to: string;
  readonly children: ReactNode;
  readonly className?: string;
  readonly title?: string;
  readonly tabIndex?: -1;
  readonly 'aria-current'?: boolean;
};

/** A link to a place in this very page, which the page itself shows; its address can be sent to somebody. */
export function PlaceLink({ to, children, ...rest }: PlaceLinkProps) {
  const show = (event: MouseEvent): void => {
    event.preventDefault();
    showAt(to);
  };
  return (
    <a href={to} onClick={show} {...rest}>
      {children}
    </a>
  );
}
