import type { BuildId } from '../domain/build-state.ts';
import type { TokenScope } from '../farm/records.ts';
import type { ClientEvent } from './contract/client-event.ts';

/** What happens at the farm's door: each is a log line, and some are counted. `by` is the name of a token. */
export type HttpEvent =
  | {
      readonly kind: 'sdist-taken-in';
      readonly release: string;
      readonly sha256: string;
      readonly by: string;
    }
  | { readonly kind: 'sdist-refused'; readonly why: string; readonly sentence: string; readonly by: string }
  | {
      readonly kind: 'wheel-taken-in';
      readonly node: string;
      readonly filename: string;
      readonly sha256: string;
      readonly by: string;
    }
  | {
      readonly kind: 'wheel-refused';
      readonly node: string;
      readonly why: string;
      readonly sentence: string;
      readonly by: string;
    }
  | {
      readonly kind: 'file-yanked';
      readonly node: string;
      readonly filename: string;
      /** Null: it is given again. */
      readonly reason: string | null;
      readonly by: string;
    }
  | {
      readonly kind: 'project-status-set';
      readonly node: string;
      readonly project: string;
      readonly status: string;
      readonly by: string;
    }
  | { readonly kind: 'builds-requested'; readonly builds: readonly BuildId[]; readonly by: string }
  | { readonly kind: 'build-retried'; readonly build: BuildId; readonly by: string }
  | { readonly kind: 'build-rebuilt'; readonly build: BuildId; readonly by: string }
  | {
      readonly kind: 'refresh-requested';
      readonly target: string;
      readonly refresh: number;
      readonly by: string;
    }
  | {
      readonly kind: 'campaign-begun';
      readonly campaign: number;
      readonly builds: number;
      readonly by: string;
    }
  | {
      readonly kind: 'campaign-changed';
      readonly campaign: number;
      readonly action: string;
      readonly by: string;
    }
  | { readonly kind: 'index-pruned'; readonly files: number; readonly by: string }
  | { readonly kind: 'build-cancelled'; readonly build: BuildId; readonly by: string }
  | {
      readonly kind: 'token-made';
      readonly name: string;
      readonly scopes: readonly TokenScope[];
      readonly by: string;
    }
  | {
      readonly kind: 'publisher-retried';
      readonly publisher: string;
      readonly files: number;
      readonly by: string;
    }
  | { readonly kind: 'publisher-resync'; readonly publisher: string; readonly by: string }
  | { readonly kind: 'session-begun'; readonly by: string }
  /** `request`: the `requestId` of the line that it belongs to. The rest are the facts of its kind. */
  | {
      readonly kind: 'page-trouble';
      readonly trouble: ClientEvent['kind'];
      readonly page: string;
      readonly request: string | null;
      readonly count: number;
      readonly by: string;
    }
  | { readonly kind: 'token-removed'; readonly id: number; readonly by: string };
