import { bad, ok, type Result } from '../domain/result.ts';
import type { Asked } from './asked.ts';

const host = /^(?:[a-z0-9](?:[a-z0-9.-]{0,252}[a-z0-9])?|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i;

/** Where the client finds the farm: as it is configured, or as the client says that it came here. */
export function publicUrl(farm: { readonly publicUrl: string | null }, asked: Asked): Result<URL, string> {
  if (farm.publicUrl !== null) return ok(new URL(`${farm.publicUrl.replace(/\/+$/, '')}/`));
  const given = asked.header('host') ?? '';
  return host.test(given)
    ? ok(new URL(`http://${given}/`))
    : bad('the Host header does not say where this farm is; set WHEELYARD_URL');
}
