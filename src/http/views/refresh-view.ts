import type { PackageDifference as Difference } from '../../domain/compare-manifests.ts';
import type { Refresh, TargetImages } from '../../domain/refresh.ts';
import type { PackageDifference, RefreshView } from '../contract/refresh.ts';
import { viewFailure } from './build-view.ts';

export const viewRefresh = ({ id, target, requestedBy, requestedAt, state }: Refresh): RefreshView => ({
  id,
  target,
  requestedBy,
  requestedAt,
  state: viewState(state),
});

function viewState(state: Refresh['state']): RefreshView['state'] {
  switch (state.name) {
    case 'making':
      return state;
    case 'made': {
      const { before, after, ...rest } = state;
      return { ...rest, before: before && viewImages(before), after: viewImages(after) };
    }
    case 'unchanged':
      return { ...state, images: viewImages(state.images) };
    case 'failed':
      return { ...state, failure: viewFailure(state.failure) };
  }
}

const viewImages = ({ build, runtime }: TargetImages) => ({
  build: build.identity,
  runtime: runtime.identity,
});

export const viewDifference = ({ added, removed, changed }: Difference): PackageDifference => ({
  added: [...added],
  removed: [...removed],
  changed: [...changed],
});
