import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openFarm, type FarmUnderTest } from './farm-under-test.ts';

/** A stand-in for what vite writes: the server minds the names of the files and nothing else of them. */
async function writeDashboard({ dashboardFolder }: FarmUnderTest): Promise<void> {
  await mkdir(join(dashboardFolder, 'assets'), { recursive: true });
  await writeFile(join(dashboardFolder, 'index.html'), '<!doctype html><title>the page</title>');
  await writeFile(join(dashboardFolder, 'assets', 'main-Ab_1-x.js'), 'start()');
  await writeFile(join(dashboardFolder, 'assets', 'secret.txt'), 'not an asset');
}

describe('the addresses of the dashboard', () => {
  it.each(['/', '/?state=failed', '/builds/17', '/targets'])('%s gives the page', async (path) => {
    await using farm = await openFarm();
    await writeDashboard(farm);
    const reply = await farm.ask(path);
    expect([reply.status, await reply.text()]).toEqual([200, '<!doctype html><title>the page</title>']);
    expect(reply.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(reply.headers.get('cache-control')).toBe('no-cache');
  });

  it('let the page load and call nothing but the farm, and run nothing that stands in the page', async () => {
    await using farm = await openFarm();
    await writeDashboard(farm);
    const policy = (await farm.ask('/')).headers.get('content-security-policy');
    expect(policy?.split('; ')).toEqual(
      expect.arrayContaining(["default-src 'none'", "script-src 'self'", "style-src 'self'"]),
    );
    expect(policy).not.toContain('unsafe');
    const ofTheApi = (await farm.ask('/api/queue')).headers.get('content-security-policy');
    expect(ofTheApi).not.toContain('script-src');
  });

  it('say how to build it while it is not built, and show it as soon as it is', async () => {
    await using farm = await openFarm();
    const reply = await farm.ask('/');
    expect([reply.status, await reply.text()]).toEqual([
      503,
      'The dashboard is not built; build it with: npm run build:dashboard\n',
    ]);
    await writeDashboard(farm);
    expect((await farm.ask('/')).status).toBe(200);
  });

  it('give assets for ever, and no other file', async () => {
    await using farm = await openFarm();
    await writeDashboard(farm);
    const asset = await farm.ask('/assets/main-Ab_1-x.js');
    expect([asset.status, await asset.text()]).toEqual([200, 'start()']);
    expect(asset.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(asset.headers.get('cache-control')).toContain('immutable');
    for (const name of [
      'secret.txt',
      '..%2Findex.html',
      '%2e%2e%2findex.html',
      'none.js',
      'main-Ab_1-x.js%00.js',
    ]) {
      expect([name, (await farm.ask(`/assets/${name}`)).status]).toEqual([name, 404]);
    }
  });
});
