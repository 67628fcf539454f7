import { isIPv6 } from 'node:net';
import type { Asked } from './asked.ts';

/** Whose quota a request counts to: the token's, else the address's. Of IPv6 one client has a whole network (/64). */
export function clientOf({ caller, address }: Pick<Asked, 'caller' | 'address'>): string {
  if (caller.kind === 'token') return `token ${caller.token.name}`;
  if (!isIPv6(address) || address.includes('.')) return `address ${address}`;
  return `network ${networkOf(address)}`;
}

/** The first four groups, in full: `::` stands for as many zeros as there is room for. */
function networkOf(address: string): string {
  const [before = '', after] = (address.split('%')[0] ?? '').split('::');
  const [first, last] = [groupsOf(before), groupsOf(after ?? '')];
  const zeros = Array.from({ length: Math.max(0, 8 - first.length - last.length) }, () => '0');
  return [...first, ...zeros, ...last].slice(0, 4).join(':');
}

const groupsOf = (text: string): readonly string[] => text.split(':').filter((group) => group !== '');
