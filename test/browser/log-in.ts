import type { Page } from 'playwright-core';

/** Types a token in, as a person does, and waits until the page speaks for it. */
export async function logIn(page: Page, secret: string): Promise<void> {
  await page.getByLabel('Token').fill(secret);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('button', { name: 'Log out' }).waitFor();
}
