import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Logger } from 'pino';
import { BadConfig, type Config } from './config.ts';
import { BadDefinitions } from './definitions.ts';
import type { IndexTree } from './domain/index-tree.ts';
import { parsePublisherFile } from './domain/publisher-file.ts';
import type { Publisher } from './domain/publisher.ts';
import type { Catalogue } from './farm/catalogue-port.ts';
import type { Blobs, Clock } from './farm/ports.ts';
import { openPublishing, type Publishing } from './farm/publishing.ts';
import type { RemoteIndex } from './farm/remote-index.ts';
import { openDevpiIndex } from './python/devpi-index.ts';
import { openLegacyIndex, type RemoteAccess } from './python/legacy-index.ts';
import { usualRemoteTimes } from './python/remote-request.ts';
import { readSecret } from './read-secret.ts';

/** The publishers that are configured; their secrets are looked for once, so that a missing one stops the start. */
export async function readPublishers(config: Config, indexes: IndexTree): Promise<readonly Publisher[]> {
  const file = config.publishersFile;
  if (file === null) return [];
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new BadConfig(`WHEELYARD_PUBLISHERS: ${why}`);
  });
  const parsed = parsePublisherFile({ name: file, text }, [...indexes.nodes.keys()]);
  if (!parsed.ok) throw new BadDefinitions(parsed.problem);
  for (const { name, credentials } of parsed.value) {
    if (credentials === null) continue;
    await readSecret(config, credentials.password).catch((error: unknown) => {
      throw new BadConfig(`publisher ${name}: ${error instanceof Error ? error.message : String(error)}`);
    });
  }
  return parsed.value;
}

/** Starts sending to them. */
export function openPublishers(
  publishers: readonly Publisher[],
  world: {
    readonly config: Config;
    readonly catalogue: Catalogue;
    readonly blobs: Blobs;
    readonly clock: Clock;
    readonly logger: Logger;
  },
): Publishing {
  const { catalogue, blobs, clock, logger } = world;
  const publishing = openPublishing(
    { catalogue, blobs, clock, chance: Math.random },
    {
      publishers: publishers.map((publisher) => ({ publisher, index: openIndex(publisher, world) })),
      report: ({ event, ...facts }) => {
        if (event === 'file-sent') logger.info({ event, ...facts });
        else logger.warn({ event, ...facts });
      },
    },
  );
  catalogue.onIndexChange(publishing.wake);
  return publishing;
}

function openIndex(
  publisher: Publisher,
  { config, clock }: { readonly config: Config; readonly clock: Clock },
): RemoteIndex {
  const { protocol, credentials } = publisher;
  const access: RemoteAccess = {
    password: async () => (credentials === null ? '' : readSecret(config, credentials.password)),
    times: usualRemoteTimes,
    clock,
    makeBoundary: () => `wheelyard-${randomBytes(24).toString('hex')}`,
  };
  switch (protocol.kind) {
    case 'legacy':
      return openLegacyIndex({ ...publisher, protocol }, access);
    case 'devpi':
      return openDevpiIndex({ ...publisher, protocol }, access);
  }
}
