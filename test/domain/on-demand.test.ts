import { expect, it } from 'vitest';
import { chooseDemanded, mayDemand } from '../../src/domain/on-demand.ts';
import type { Version } from '../../src/domain/release.ts';
import { clientOf } from '../../src/http/client-of.ts';
import { projectNamed } from '../contracts/catalogue-samples.ts';

const newest = { kind: 'newest', count: 1, specifier: '', preReleases: false } as const;
const listed = (version: string, more: { requiresPython?: string; isYanked?: boolean } = {}) => ({
  version: version as Version,
  requiresPython: null,
  isYanked: false,
  ...more,
});

it('builds the newest release that fits the Python of the target, and no yanked one', () => {
  const releases = [
    listed('1.0'),
    listed('1.1', { requiresPython: '>=3.8' }),
    listed('2.0', { requiresPython: '>=3.12' }),
    listed('1.2', { isYanked: true }),
    listed('1.3rc1'),
  ];
  const choose = (pythonVersion: string) => chooseDemanded(releases, { rule: newest, pythonVersion });
  expect(choose('3.11')).toEqual(['1.1']);
  expect(choose('3.13')).toEqual(['2.0']);
  expect(choose('3.7')).toEqual(['1.0']);
  expect(chooseDemanded([listed('1.0b1')], { rule: newest, pythonVersion: '3.11' })).toEqual(['1.0b1']);
});

it.each([
  ['acme-core', ['acme-*'], true],
  ['acme', ['acme-*'], false],
  ['acme-core', ['*core'], true],
  ['a', ['a*a'], false],
  ['aa', ['a*a'], true],
  ['xaybz', ['x*y*z'], true],
  ['xz', ['x*y*z'], false],
  ['anything', ['*'], true],
  ['six', ['six', 'lxml'], true],
  ['six2', ['six'], false],
])('%s is meant by %j: %s', (name, patterns, isMeant) => {
  const project = projectNamed(name);
  expect(mayDemand({ allow: patterns, deny: [] }, project)).toBe(isMeant);
  expect(mayDemand({ allow: [], deny: patterns }, project)).toBe(!isMeant);
});

it('takes a pattern of many stars in a moment, whatever name is made for it', () => {
  const project = projectNamed('a'.repeat(100));
  expect(mayDemand({ allow: [`${'a*'.repeat(50)}b`], deny: [] }, project)).toBe(false);
});

it('counts all of an IPv6 network as one client, and each IPv4 address as its own', () => {
  const caller = { kind: 'anonymous' } as const;
  const of = (address: string) => clientOf({ caller, address });
  expect(of('2001:db8::1')).toBe(of('2001:0db8::ffff'.replace('0db8', 'db8')));
  expect(of('2001:db8:1:2::1')).toBe('network 2001:db8:1:2');
  expect(of('2001:db8:1:2::1')).not.toBe(of('2001:db8:1:3::1'));
  expect(of('127.0.0.1')).not.toBe(of('127.0.0.2'));
  expect(of('::ffff:10.0.0.1')).not.toBe(of('::ffff:10.0.0.2'));
});
