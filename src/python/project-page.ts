/** A file that a project's page of a simple index names. */
export type PageFile = {
  readonly filename: string;
  readonly url: string;
  readonly sha256: string | null;
  readonly yanked: boolean;
  /** As the page says it, unparsed. */
  readonly requiresPython: string | null;
};

/** Several times what the largest projects have. A page with more is no page. */
export const mostPageFiles = 100_000;
