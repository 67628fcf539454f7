import { z } from 'zod';
import { parseDefinitionFile, type DefinitionFile } from './definition-file.ts';
import type { FileProblem } from './file-problem.ts';
import { sdistsNode, type DevpiIndex, type Publisher, type PublisherName } from './publisher.ts';
import { ok, type Result } from './result.ts';
import { secretPlace } from './secret-place-schema.ts';

/** Reads the file of publishers (docs/mirror.md); `nodes` are the nodes that the farm's own index has. */
export function parsePublisherFile(
  file: DefinitionFile,
  nodes: readonly string[],
): Result<readonly Publisher[], readonly FileProblem[]> {
  const read = parseDefinitionFile(file, publisherFileSchema(nodes));
  return read.ok ? ok(Object.values(read.value.value.publishers)) : read;
}

const publisherName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'a publisher is called by 1 to 40 of a-z, 0-9 and -');

const root = z.string().transform((text, context) => {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '') {
    context.addIssue({ code: 'custom', message: 'must be an address such as https://pypi.example/' });
    return z.NEVER;
  }
  if (url.username !== '' || url.password !== '') {
    context.addIssue({ code: 'custom', message: 'has credentials in it; give user and password as keys' });
    return z.NEVER;
  }
  return url.href.endsWith('/') ? url.href : `${url.href}/`;
});

const parallel = z
  .string()
  .regex(/^(?:[1-9]|1[0-6])$/, 'must be a number from 1 to 16')
  .transform(Number)
  .default(4);

const yesOrNo = z.enum(['true', 'false']).transform((text) => text === 'true');

const shared = {
  url: root,
  user: z
    .string()
    .regex(/^[^:\s]{1,128}$/, 'must be a user name without : and blanks')
    .optional(),
  password: secretPlace.optional(),
  parallel,
};

const devpiPath = z
  .string()
  .regex(/^[A-Za-z0-9_.-]{1,64}\/[A-Za-z0-9_.-]{1,64}$/, 'must be <user>/<index>')
  .refine((path) => !/(^|\/)[.+]/.test(path), 'must not have parts that begin with a dot');

const devpiIndex = z.strictObject({
  bases: z.array(devpiPath).max(16).default([]),
  volatile: yesOrNo.default(false),
  'acl-upload': z
    .array(z.string().regex(/^[\w:.@-]{1,64}$/))
    .max(64)
    .optional(),
});

const place = z
  .string()
  .max(500)
  .regex(/^[A-Za-z0-9_.~/+-]*$/, 'must be a path below url');

const legacyIndex = z.union(
  [
    place.transform((upload): LegacyPlaces => ({ upload, simple: null })),
    z.strictObject({ upload: place, simple: place }).transform((places): LegacyPlaces => places),
  ],
  { error: 'must be a path below url, or have the keys upload and simple, each with such a path' },
);

/** `simple`: null where the file does not say. */
type LegacyPlaces = { readonly upload: string; readonly simple: string | null };

function publisherFileSchema(nodes: readonly string[]) {
  const node = z
    .string()
    .refine(
      (name) => nodes.includes(name) || name === sdistsNode,
      `must be a node of the farm's index (${nodes.join(', ')}) or ${sdistsNode}`,
    );
  const legacy = z
    .strictObject({ ...shared, kind: z.literal('legacy'), indexes: z.record(node, legacyIndex) })
    .transform(({ indexes, ...rest }) => ({
      ...rest,
      protocol: { kind: 'legacy' as const, indexes: resolvePlaces(rest.url, indexes) },
    }));
  const devpi = z
    .strictObject({
      ...shared,
      kind: z.literal('devpi'),
      indexes: z.record(node, devpiPath),
      create: z.record(devpiPath, devpiIndex).default({}),
      existing: z.enum(['keep', 'change']).default('keep'),
    })
    .transform(({ indexes, create, existing, ...rest }) => ({
      ...rest,
      protocol: {
        kind: 'devpi' as const,
        indexes: new Map(Object.entries(indexes)),
        create: basesFirst(create),
        existing,
      },
    }));
  const publisher = z
    .discriminatedUnion('kind', [legacy, devpi], { error: 'kind must be legacy or devpi' })
    .superRefine(({ user, password, kind }, context) => {
      if ((user === undefined) !== (password === undefined))
        context.addIssue({ code: 'custom', message: 'user and password are given together or not at all' });
      else if (kind === 'devpi' && user === undefined)
        context.addIssue({ code: 'custom', message: 'devpi needs user and password' });
    });
  return z.strictObject({
    publishers: z.record(publisherName, publisher).transform((all) =>
      Object.fromEntries(
        Object.entries(all).map(([name, { url, user, password, protocol, parallel: at }]) => [
          name,
          {
            name: name as PublisherName,
            url,
            credentials: user === undefined || password === undefined ? null : { user, password },
            parallel: at,
            protocol,
          } satisfies Publisher,
        ]),
      ),
    ),
  });
}

/** The simple index of a legacy server lies below the address of its uploads, unless told otherwise. */
function resolvePlaces(
  url: string,
  indexes: Readonly<Record<string, LegacyPlaces>>,
): ReadonlyMap<string, { readonly upload: string; readonly simple: string }> {
  return new Map(
    Object.entries(indexes).map(([node, { upload, simple }]) => {
      const address = below(url, upload);
      const simpleAddress = simple === null ? below(withSlash(address), 'simple/') : below(url, simple);
      return [node, { upload: address, simple: withSlash(simpleAddress) }];
    }),
  );
}

const below = (url: string, path: string): string => new URL(path.replace(/^\/+/, ''), url).href;
const withSlash = (url: string): string => (url.endsWith('/') ? url : `${url}/`);

/** In an order in which each can be made; those that stand in a circle come last, and devpi says what it thinks of them. */
function basesFirst(
  create: Readonly<
    Record<
      string,
      { bases: readonly string[]; volatile: boolean; 'acl-upload'?: readonly string[] | undefined }
    >
  >,
): readonly DevpiIndex[] {
  const ordered: DevpiIndex[] = [];
  const seen = new Set<string>();
  const visit = (path: string): void => {
    const index = create[path];
    if (index === undefined || seen.has(path)) return;
    seen.add(path);
    index.bases.forEach(visit);
    ordered.push({
      path,
      bases: index.bases,
      volatile: index.volatile,
      aclUpload: index['acl-upload'] ?? null,
    });
  };
  Object.keys(create).forEach(visit);
  return ordered;
}
