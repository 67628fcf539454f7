import { expect, test } from 'vitest';
import { openFarm, type FarmUnderTest } from './farm-under-test.ts';

const ownPage = (farm: FarmUnderTest) => ({ origin: farm.url, 'x-wheelyard-page': 'dashboard' });

async function logIn(farm: FarmUnderTest, token: string): Promise<{ status: number; cookie: string }> {
  const json = { token };
  const reply = await farm.ask('/api/session', { method: 'POST', json, headers: ownPage(farm) });
  return { status: reply.status, cookie: reply.headers.get('set-cookie') ?? '' };
}

const whoAmI = async (farm: FarmUnderTest, headers: Record<string, string>) =>
  (await farm.ask('/api/whoami', { headers })).json();

test('a token becomes a session that no script can read; it ends with its token', async () => {
  await using farm = await openFarm();
  const { status, cookie } = await logIn(farm, farm.tokens.build);
  expect(status).toBe(201);
  expect(cookie).toMatch(/^wheelyard_session=[\w-]{43}; Path=\/; Max-Age=604800; HttpOnly; SameSite=Strict$/);
  expect(cookie).not.toContain(farm.tokens.build);
  expect(await whoAmI(farm, { cookie })).toMatchObject({ kind: 'token', token: { name: 'build token' } });
  const tokens = await farm.catalogue.listTokens();
  await farm.catalogue.removeToken(tokens.find(({ name }) => name === 'build token')?.id ?? 0);
  expect(await whoAmI(farm, { cookie })).toEqual({ kind: 'anonymous' });
});

test('a session may do what its token may, and only for a page of this farm', async () => {
  await using farm = await openFarm();
  const { cookie } = await logIn(farm, farm.tokens.build);
  const retry = async (headers: Record<string, string>) =>
    (await farm.ask('/api/builds/999/retry', { method: 'POST', headers: { cookie, ...headers } })).status;
  expect(await retry(ownPage(farm))).toBe(404);
  expect(await retry({})).toBe(401);
  expect(await retry({ origin: farm.url })).toBe(401);
  expect(await retry({ 'x-wheelyard-page': 'dashboard' })).toBe(401);
  expect(await retry({ ...ownPage(farm), origin: 'https://elsewhere.example' })).toBe(401);
  expect(await retry({ ...ownPage(farm), origin: 'null' })).toBe(401);
  expect(await retry({ ...ownPage(farm), 'sec-fetch-site': 'cross-site' })).toBe(401);
  const tokens = await farm.ask('/api/tokens', { headers: { cookie } });
  expect(tokens.status).toBe(403);
  expect(await whoAmI(farm, { cookie, 'sec-fetch-site': 'same-site' })).toEqual({ kind: 'anonymous' });
});

test('a session is over when it is ended, or after seven days', async () => {
  await using farm = await openFarm();
  const [first, second] = [await logIn(farm, farm.tokens.admin), await logIn(farm, farm.tokens.admin)];
  const end = await farm.ask('/api/session', {
    method: 'DELETE',
    headers: { ...ownPage(farm), cookie: first.cookie },
  });
  expect([end.status, end.headers.get('set-cookie')]).toEqual([
    200,
    'wheelyard_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict',
  ]);
  expect(await whoAmI(farm, { cookie: first.cookie })).toEqual({ kind: 'anonymous' });
  expect(await whoAmI(farm, { cookie: second.cookie })).toMatchObject({ kind: 'token' });
  farm.time.now += 7 * 24 * 60 * 60 * 1000;
  expect(await whoAmI(farm, { cookie: second.cookie })).toEqual({ kind: 'anonymous' });
});

test('what is no token begins no session, and no other site begins one', async () => {
  await using farm = await openFarm();
  expect(await logIn(farm, 'nonsense')).toEqual({ status: 401, cookie: '' });
  expect(await logIn(farm, `wy_${'A'.repeat(43)}`)).toEqual({ status: 401, cookie: '' });
  const json = { token: farm.tokens.admin };
  expect((await farm.ask('/api/session', { method: 'POST', json })).status).toBe(403);
  expect((await farm.ask('/api/session', { method: 'DELETE' })).status).toBe(403);
});

test('behind https the cookie is never sent over plain http', async () => {
  await using farm = await openFarm({ publicUrl: 'https://wheels.example' });
  const json = { token: farm.tokens.build };
  const headers = { origin: 'https://wheels.example', 'x-wheelyard-page': 'dashboard' };
  const reply = await farm.ask('/api/session', { method: 'POST', json, headers });
  expect(reply.headers.get('set-cookie')).toMatch(/; Secure$/);
});

test('a farm that shows itself to nobody answers those with a token; its index and health stay open', async () => {
  await using farm = await openFarm({ anonymousRead: 'no' });
  const statusOf = async (path: string, token?: string) =>
    (await farm.ask(path, { ...(token !== undefined && { token }) })).status;
  for (const path of ['/api/builds', '/api/matrix', '/api/queue', '/api/events', '/api/builds/1/log']) {
    expect([path, await statusOf(path)]).toEqual([path, 401]);
  }
  expect(await statusOf('/api/builds', farm.tokens.upload)).toBe(200);
  const { cookie } = await logIn(farm, farm.tokens.upload);
  expect((await farm.ask('/api/builds', { headers: { cookie } })).status).toBe(200);
  for (const path of ['/api/whoami', '/health/live', '/metrics', '/index/debian-12-cp311-amd64/simple/']) {
    expect([path, await statusOf(path)]).toEqual([path, 200]);
  }
});
