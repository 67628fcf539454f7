import { chromium, type Browser, type Page } from 'playwright-core';

/** Debian's Chromium, told to leave the world alone. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });

/** What a page did that no page of ours may do: errors, dialogs, words of the policy, requests to others. */
export type Misdeeds = readonly string[];

export async function openPage(
  browser: Browser,
  at: { readonly url: string; readonly path: string },
): Promise<{ readonly page: Page; readonly misdeeds: Misdeeds } & AsyncDisposable> {
  const misdeeds: string[] = [];
  // High enough for a log of a hundred lines to stand in the document as a whole.
  const page = await browser.newPage({ viewport: { width: 1280, height: 2600 } });
  page.setDefaultTimeout(60_000);
  page.on('pageerror', (error) => misdeeds.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => {
    misdeeds.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) misdeeds.push(`policy: ${message.text()}`);
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(`${at.url}/`)) misdeeds.push(`request: ${request.url()}`);
  });
  await page.goto(`${at.url}${at.path}`);
  return { page, misdeeds, [Symbol.asyncDispose]: () => page.close() };
}
