import { openRemoteServer, type RemoteServer } from './remote-server.ts';

export type ChangelogServer = RemoteServer & {
  /** The address of its XML-RPC. */
  readonly rpc: string;
  /** Names by serial: the first happened as number `first`. */
  readonly happened: string[];
  /** How many it tells in one answer. */
  most: number;
};

const first = 1_001;

/** PyPI's changelog over XML-RPC, written as Python's `xmlrpc.client` does. */
export async function openChangelogServer(): Promise<ChangelogServer> {
  const happened: string[] = [];
  const server: ChangelogServer = Object.assign(
    await openRemoteServer(({ body }) => {
      const text = body.toString();
      const since = /<int>(\d+)<\/int>/.exec(text)?.[1];
      const last = first + happened.length - 1;
      const value = text.includes('changelog_last_serial')
        ? `<int>${last}</int>`
        : renderEvents(happened, { from: Math.max(Number(since) + 1 - first, 0), most: server.most });
      return { status: 200, headers: { 'content-type': 'text/xml' }, body: renderAnswer(value) };
    }),
    { happened, most: 50_000, rpc: '' },
  );
  return Object.assign(server, { rpc: `${server.url}pypi` });
}

export const renderAnswer = (value: string): string =>
  `<?xml version='1.0'?>\n<methodResponse>\n<params>\n<param>\n<value>${value}</value>\n</param>\n</params>\n</methodResponse>\n`;

export const renderFault = (words: string): string =>
  `<?xml version='1.0'?>\n<methodResponse>\n<fault>\n<value><struct>\n<member>\n<name>faultCode</name>\n<value><int>-32500</int></value>\n</member>\n<member>\n<name>faultString</name>\n<value><string>${words}</string></value>\n</member>\n</struct></value>\n</fault>\n</methodResponse>\n`;

function renderEvents(
  happened: readonly string[],
  { from, most }: { readonly from: number; readonly most: number },
): string {
  const events = happened.slice(from, from + most).map((name, place) => {
    const parts = [
      `<string>${name}</string>`,
      '<nil/>',
      '<int>1700000000</int>',
      '<string>new release</string>',
      `<int>${first + from + place}</int>`,
    ];
    return `<value><array><data>\n${parts.map((part) => `<value>${part}</value>\n`).join('')}</data></array></value>\n`;
  });
  return `<array><data>\n${events.join('')}</data></array>`;
}
