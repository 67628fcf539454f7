import { expect, test } from 'vitest';
import { overviewPath, readFilter, toggleState } from '../../src/dashboard/overview/build-filter.ts';
import { mainPages } from '../../src/dashboard/navigation/main-pages.ts';
import { parsePageAddress } from '../../src/dashboard/navigation/page-address.ts';
import { dashboardPages } from '../../src/http/dashboard-pages.ts';

const filterOf = (query: string) => readFilter(new URLSearchParams(query));

test('a filter stands in the address and comes back from it', () => {
  const path = '/?state=queued&state=failed&target=debian-12-cp311-amd64&project=a%26b&cause=no-wheel';
  const filter = filterOf(path.slice(2));
  expect(filter).toEqual({
    states: ['queued', 'failed'],
    target: 'debian-12-cp311-amd64',
    project: 'a&b',
    cause: 'no-wheel',
  });
  expect(overviewPath(filter)).toBe(path);
});

test('what an address says that is no filter is left out', () => {
  expect(overviewPath(filterOf('state=broken&target=&color=red'))).toBe('/');
});

test('a state that is asked for twice is asked for no more', () => {
  const failed = toggleState(filterOf(''), 'failed');
  expect(overviewPath(failed)).toBe('/?state=failed');
  expect(overviewPath(toggleState(failed, 'failed'))).toBe('/');
});

test.each([
  ['/', { page: 'overview' }],
  ['/builds/17', { page: 'build', id: 17 }],
  ['/targets', { page: 'targets' }],
  ['/targets/', { page: 'targets' }],
  ['/targets/debian-12-cp311-amd64', { page: 'target', name: 'debian-12-cp311-amd64' }],
  ['/upstreams', { page: 'upstreams' }],
  ['/constructor', { page: 'nowhere' }],
  ['/builds/0', { page: 'nowhere' }],
  ['/builds/1e9', { page: 'nowhere' }],
  ['/builds/17/log', { page: 'nowhere' }],
])('%s is a page of the dashboard or says that it is none', (path, address) => {
  expect(parsePageAddress(path)).toEqual(address);
});

test('each page of the bar at the top belongs to its own entry, and the server answers at its path', () => {
  const served = dashboardPages.map(({ path }) => path);
  for (const { path, pages } of mainPages) {
    expect(served).toContain(path);
    expect(pages).toContain(parsePageAddress(path).page);
  }
});
