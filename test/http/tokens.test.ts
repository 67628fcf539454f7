import { describe, expect, it } from 'vitest';
import { CreatedToken } from '../../src/http/contract/token.ts';
import { routes } from '../../src/http/routes.ts';
import { hashToken } from '../../src/http/token-secret.ts';
import { openFarm } from './farm-under-test.ts';

const pathOf = (path: string): string =>
  path.replace(':sha256', '0'.repeat(64)).replace(':id', '999').replace(':name', 'x').replace(':node', 'x');

const guarded = routes.filter(({ scope }) => scope !== 'open');

describe('a token', () => {
  it('is needed for every route that is not open, and its scope must be that of the route', async () => {
    await using farm = await openFarm();
    expect(guarded.length).toBeGreaterThan(8);
    for (const { method, path, scope } of guarded) {
      if (scope === 'open' || scope === 'upstream-secret' || scope === 'own-page') continue;
      const name = `${method} ${path}`;
      const statusWith = async (token?: string) =>
        (await farm.ask(pathOf(path), { method, ...(token !== undefined && { token }) })).status;
      const none = await farm.ask(pathOf(path), { method });
      expect([name, none.status]).toEqual([name, 401]);
      expect(none.headers.get('www-authenticate')).toBe('Bearer realm="wheelyard"');
      expect([name, await statusWith(`wy_${'A'.repeat(43)}`)]).toEqual([name, 401]);
      for (const [other, token] of Object.entries(farm.tokens)) {
        const needed = scope === 'upload-to-node' ? 'upload' : scope;
        const mayPass = other === needed || (other === 'admin' && scope !== 'worker');
        const status = await statusWith(token);
        expect([name, other, status === 403]).toEqual([name, other, !mayPass]);
      }
    }
  });

  it('is needed for everything that changes something', () => {
    const open = routes.filter(({ method, scope }) => method !== 'GET' && scope === 'open');
    expect(open).toEqual([]);
  });

  it('is refused with the scope that it lacks', async () => {
    await using farm = await openFarm();
    const reply = await farm.ask('/api/tokens', { token: farm.tokens.build });
    expect(await reply.json()).toMatchObject({ status: 403, detail: expect.stringContaining('scope admin') });
  });

  it('may come as the password of the user __token__', async () => {
    await using farm = await openFarm();
    const askAs = async (user: string, secret: string) => {
      const authorization = `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`;
      return (await farm.ask('/api/tokens', { headers: { authorization } })).status;
    };
    expect(await askAs('__token__', farm.tokens.admin)).toBe(200);
    expect(await askAs('root', farm.tokens.admin)).toBe(401);
    expect(await askAs('__token__', 'wrong')).toBe(401);
  });

  it('is shown once, kept as a hash, and refused as soon as it is removed', async () => {
    await using farm = await openFarm();
    const json = { name: 'ci', scopes: ['build', 'build'] };
    const made = await farm.ask('/api/tokens', { method: 'POST', token: farm.tokens.admin, json });
    expect([made.status, made.headers.get('cache-control')]).toEqual([201, 'no-store']);
    const { secret, token } = CreatedToken.parse(await made.json());
    expect(secret).toMatch(/^wy_[A-Za-z0-9_-]{43}$/);
    expect(token).toMatchObject({ name: 'ci', scopes: ['build'] });
    const list = await (await farm.ask('/api/tokens', { token: farm.tokens.admin })).text();
    expect(list).toContain('"ci"');
    expect(list).not.toContain(secret);
    expect(list).not.toContain(hashToken(secret));
    expect(JSON.stringify(farm.events)).not.toContain(secret);
    const whoAmI = async () => farm.ask('/api/whoami', { token: secret });
    expect(await (await whoAmI()).json()).toMatchObject({ kind: 'token', token: { name: 'ci' } });
    const remove = () => farm.ask(`/api/tokens/${token.id}`, { method: 'DELETE', token: farm.tokens.admin });
    expect((await remove()).status).toBe(204);
    expect((await whoAmI()).status).toBe(401);
    expect((await remove()).status).toBe(404);
    expect(await (await farm.ask('/api/whoami')).json()).toEqual({ kind: 'anonymous' });
  });

  it('is noted as used at most once a minute', async () => {
    await using farm = await openFarm();
    const usedAt = async () => {
      await farm.ask('/api/whoami', { token: farm.tokens.build });
      return (await farm.catalogue.findToken(hashToken(farm.tokens.build)))?.lastUsedAt;
    };
    const first = farm.time.now;
    expect(await usedAt()).toBe(first);
    farm.time.now = first + 59_000;
    expect(await usedAt()).toBe(first);
    farm.time.now = first + 60_000;
    expect(await usedAt()).toBe(first + 60_000);
  });

  it('that nobody knows does not hinder those who only read', async () => {
    await using farm = await openFarm();
    expect((await farm.ask('/index/', { token: 'somebody-elses' })).status).toBe(200);
  });

  it.each([
    [{ name: 'x', scopes: [] }],
    [{ name: '<b>', scopes: ['build'] }],
    [{ name: 'x', scopes: ['root'] }],
    [{}],
  ])('is not made of %j', async (json) => {
    await using farm = await openFarm();
    const reply = await farm.ask('/api/tokens', { method: 'POST', token: farm.tokens.admin, json });
    expect(reply.status).toBe(400);
  });
});
