import type { Generated, Selectable } from 'kysely';
import type { RefreshId, RefreshState } from '../domain/refresh.ts';
import type { StoredLog } from '../domain/outcome.ts';
import type { TargetName } from '../domain/target.ts';
import type { StoredJson } from './stored-json.ts';

export type RefreshTable = {
  readonly id: Generated<RefreshId>;
  readonly target: TargetName;
  readonly requested_by: string;
  readonly requested_at: number;
  readonly state: RefreshState['name'];
  readonly state_facts: StoredJson<RefreshState>;
  readonly log: StoredJson<StoredLog> | null;
};

export type RefreshRow = Selectable<RefreshTable>;
