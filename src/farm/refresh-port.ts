import type { StoredLog } from '../domain/outcome.ts';
import type { Refresh, RefreshId, RefreshState } from '../domain/refresh.ts';
import type { TargetName } from '../domain/target.ts';

/** What the catalogue knows of refreshed images. */
export interface Refreshes {
  /** A new refresh of the target, or the one that is in the making. */
  addRefresh(
    wish: { readonly target: TargetName; readonly requestedBy: string },
    at: number,
  ): Promise<{ refresh: Refresh; isNew: boolean }>;
  findRefresh(id: RefreshId): Promise<Refresh | null>;
  /** Newest first, at most `limit`. */
  listRefreshes(of: { readonly target: TargetName; readonly limit: number }): Promise<readonly Refresh[]>;
  listRefreshesInMaking(): Promise<readonly Refresh[]>;
  /** Keeps the log of one that is in the making and about to end. */
  keepRefreshLog(id: RefreshId, log: StoredLog): Promise<void>;
  /** Ends one that is in the making; false when it had ended. */
  endRefresh(id: RefreshId, state: RefreshState): Promise<boolean>;
  /** The last refresh of the target that made new images; null: they are as they were first made. */
  findRevision(target: TargetName): Promise<RefreshId | null>;
}
