import type { ReactNode } from 'react';

type PageHeadProps = {
  readonly name: string;
  /** What the tab says, where that is more than the name. */
  readonly title?: string;
  /** What the heading shows, where that is more than the name. */
  readonly heading?: ReactNode;
  /** What stands beside the heading: a state, buttons. */
  readonly children?: ReactNode;
};

/** What a page is called, in the tab and in its heading. */
export const PageHead = ({
  name,
  title = `${name} · Wheelyard`,
  heading = name,
  children,
}: PageHeadProps) => (
  <>
    <title>{title}</title>
    <div className="page-head">
      <h1>{heading}</h1>
      {children}
    </div>
  </>
);
