import { sha256Of, type Sha256 } from '../domain/sha256.ts';
import type { HttpFarm } from './http-ports.ts';

const name = 'wheelyard_session';
const pattern = /^[A-Za-z0-9_-]{43}$/;
export const sessionMilliseconds = 7 * 24 * 60 * 60 * 1000;

type Headers = (name: string) => string | undefined;

/** The hash by which the catalogue knows the browser's session; null: it has none. */
export function readSession(header: Headers): Sha256 | null {
  const cookies = (header('cookie') ?? '').slice(0, 8192).split(';');
  const own = cookies.map((cookie) => cookie.trim()).find((cookie) => cookie.startsWith(`${name}=`));
  const secret = own?.slice(name.length + 1) ?? '';
  return pattern.test(secret) ? sha256Of(secret) : null;
}

/** A new session: what the browser keeps where no script can read it, and what the catalogue keeps. */
export function makeSession(
  farm: Pick<HttpFarm, 'random' | 'publicUrl'>,
  header: Headers,
): { readonly hash: Sha256; readonly cookie: string } {
  const secret = Buffer.from(farm.random(32)).toString('base64url');
  const cookie = renderCookie(secret, {
    seconds: sessionMilliseconds / 1000,
    isSecure: isSecure(farm, header),
  });
  return { hash: sha256Of(secret), cookie };
}

export const endedCookie = (farm: Pick<HttpFarm, 'publicUrl'>, header: Headers): string =>
  renderCookie('', { seconds: 0, isSecure: isSecure(farm, header) });

const renderCookie = (
  value: string,
  { seconds, isSecure }: { readonly seconds: number; readonly isSecure: boolean },
): string =>
  `${name}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`;

/** A proxy that lies about it harms only its own client, whose browser then keeps the cookie to itself. */
const isSecure = ({ publicUrl }: Pick<HttpFarm, 'publicUrl'>, header: Headers): boolean =>
  publicUrl?.startsWith('https:') === true || header('x-forwarded-proto') === 'https';

/**
 * Whether a page of this farm asks. A browser sends the cookie by itself, so it counts for nothing where another site may
 * have asked: what changes something must come with a header that other sites can't send, and from this origin.
 */
export function isOwnPage(
  { publicUrl }: Pick<HttpFarm, 'publicUrl'>,
  { method, header }: { readonly method: string; readonly header: Headers },
): boolean {
  const site = header('sec-fetch-site');
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  if (method === 'GET' || method === 'HEAD') return true;
  const origin = header('origin');
  const hosts = [header('host'), publicUrl === null ? undefined : new URL(publicUrl).host];
  return (
    header('x-wheelyard-page') !== undefined &&
    origin !== undefined &&
    URL.canParse(origin) &&
    hosts.includes(new URL(origin).host)
  );
}
