import type { TokenView } from '../../http/contract/token.ts';

const words = {
  build: 'build: ask for builds, retry, cancel, begin campaigns',
  upload: 'upload: put ready-made wheels and sdists into every index',
  worker: 'worker: carry out builds on a host',
  admin: 'admin: all of build and upload, images, publishers and tokens',
} as const;

export const plainScopes = ['build', 'upload', 'worker', 'admin'] as const;

export const describeScope = (scope: (typeof plainScopes)[number]): string => words[scope];

/** `upload to team-a`: of one index only. */
export const renderScope = (scope: TokenView['scopes'][number]): string =>
  scope.startsWith('upload:') ? `upload to ${scope.slice('upload:'.length)}` : scope;
