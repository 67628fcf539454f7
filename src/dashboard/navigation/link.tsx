import type { MouseEvent, ReactNode } from 'react';
import { goTo } from './address.ts';

type LinkProps = {
  readonly to: string;
  readonly children: ReactNode;
  readonly className?: string;
  readonly isCurrent?: boolean;
  /** What it is called where its content alone does not say it. */
  readonly label?: string;
  readonly title?: string;
  /** Its place in a grid, `row:column`, and whether the keyboard's tabs stop at it. */
  readonly cell?: string;
  readonly tabIndex?: 0 | -1;
  /** Pointed at, or reached by the keyboard; and left again. */
  readonly onPoint?: (element: HTMLElement) => void;
  readonly onLeave?: () => void;
};

/** A link within the dashboard: a real one, which can be opened in another tab. */
export function Link({ to, children, isCurrent = false, label, cell, onPoint, onLeave, ...rest }: LinkProps) {
  const follow = (event: MouseEvent): void => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    goTo(to);
  };
  return (
    <a
      href={to}
      onClick={follow}
      aria-current={isCurrent ? 'page' : undefined}
      aria-label={label}
      data-cell={cell}
      onMouseEnter={(event) => onPoint?.(event.currentTarget)}
      onFocus={(event) => onPoint?.(event.currentTarget)}
      onMouseLeave={onLeave}
      onBlur={onLeave}
      {...rest}
    >
      {children}
    </a>
  );
}
