type MoreButtonProps = {
  /** What is shown page by page. */
  readonly list: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly fetchNextPage: () => Promise<unknown>;
  };
  readonly children: string;
};

/** Has the next page shown below those that are; nothing after the last. */
export const MoreButton = ({ list, children }: MoreButtonProps) =>
  list.hasNextPage ? (
    <button
      type="button"
      className="more"
      disabled={list.isFetchingNextPage}
      onClick={() => void list.fetchNextPage()}
    >
      {children}
    </button>
  ) : null;
