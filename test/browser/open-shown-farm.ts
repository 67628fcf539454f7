import type { Browser, Page } from 'playwright-core';
import { inject } from 'vitest';
import { openFarm, type FarmUnderTest } from '../http/farm-under-test.ts';
import { openBrowser, openPage, type Misdeeds } from './open-browser.ts';

/** A farm without workers, its dashboard, and a browser to look at it with. */
export type ShownFarm = {
  readonly farm: FarmUnderTest;
  readonly browser: Browser;
  readonly open: (
    path: string,
  ) => Promise<{ readonly page: Page; readonly misdeeds: Misdeeds } & AsyncDisposable>;
} & AsyncDisposable;

export async function openShownFarm(options: Parameters<typeof openFarm>[0] = {}): Promise<ShownFarm> {
  await using opened = new AsyncDisposableStack();
  const farm = opened.use(await openFarm({ ...options, dashboardFolder: inject('dashboardFolder') }));
  const browser = opened.adopt(await openBrowser(), (one) => one.close());
  const all = opened.move();
  return {
    farm,
    browser,
    open: (path) => openPage(browser, { url: farm.url, path }),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}
