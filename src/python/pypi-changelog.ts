import { webFetch } from './web-fetch.ts';
import { z } from 'zod';
import { parseProjectName } from '../domain/release.ts';
import { Outage } from '../farm/ports.ts';
import type { Changelog } from '../farm/upstream-feed.ts';
import { openWeb } from './fetch-within.ts';
import { readXmlRpc, type XmlRpcLimits } from './read-xml-rpc.ts';
import type { XmlRpcValue } from './xml-rpc-value.ts';

/** 50,000 events of PyPI are about 20 MB and 600,000 elements. */
const defaultLimits: XmlRpcLimits = { bytes: 64 * 1024 ** 2, values: 1_000_000 };

const serialSchema = z.int().min(0);
/** Name, version, seconds since 1970, what happened, serial. */
const eventsSchema = z.array(
  z.tuple([z.string(), z.string().nullable(), z.number(), z.string(), serialSchema]),
);

/** PyPI's XML-RPC changelog: changelog_since_serial(since_serial), as Warehouse's documentation describes it. */
export function openPypiChangelog(options: {
  /** `https://index.example/pypi`; may carry a user and a password. */
  readonly url: string;
  readonly timeoutMilliseconds: number;
  readonly limits?: XmlRpcLimits;
}): Changelog {
  const address = new URL(options.url);
  const web = openWeb({ root: address, fetch: webFetch, timeoutMilliseconds: options.timeoutMilliseconds });
  const call = async (method: string, serial: number | null): Promise<XmlRpcValue> => {
    const body = renderCall(method, serial);
    const response = await web.get(address, { accept: 'text/xml', post: { contentType: 'text/xml', body } });
    if (response === null) throw new Outage('there is no XML-RPC at its address');
    const answer = await readXmlRpc(response.body, options.limits ?? defaultLimits);
    if (!answer.ok) throw new Outage(`the answer to ${method} ${answer.problem}`);
    if (answer.value.kind === 'fault') throw new Outage(`${method} is refused: ${answer.value.words}`);
    return answer.value.value;
  };
  return {
    lastSerial: async () => {
      const serial = serialSchema.safeParse(await call('changelog_last_serial', null));
      if (!serial.success) throw new Outage('the answer to changelog_last_serial is no serial');
      return serial.data;
    },
    since: async (known) => {
      const events = eventsSchema.safeParse(await call('changelog_since_serial', known));
      if (!events.success) throw new Outage('the answer to changelog_since_serial is no list of events');
      return events.data.map(([name, , , , serial]) => {
        const project = parseProjectName(name);
        return { project: project.ok ? project.value : null, serial };
      });
    },
  };
}

const renderCall = (method: string, serial: number | null): string => {
  const params = serial === null ? '' : `<param><value><int>${serial}</int></value></param>`;
  return `<?xml version="1.0"?><methodCall><methodName>${method}</methodName><params>${params}</params></methodCall>`;
};
