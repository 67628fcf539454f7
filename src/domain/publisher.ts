/** A publisher as its file calls it: an external index, or a server of several, that wheels go to. */
export type PublisherName = string & { readonly brand: 'PublisherName' };

/** Where a secret is found. It stands in no definition file, which people commit and mail around. */
export type SecretPlace =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'environment'; readonly name: string };

/** What a publisher takes sdists under, beside the nodes of the farm's index. */
export const sdistsNode = 'sdists';

export type Publisher = {
  readonly name: PublisherName;
  /** Root of the server, ending with a slash, without credentials. */
  readonly url: string;
  readonly credentials: { readonly user: string; readonly password: SecretPlace } | null;
  /** Uploads at a time. */
  readonly parallel: number;
  readonly protocol: LegacyProtocol | DevpiProtocol;
};

/** The upload API that twine speaks: pypiserver, Nexus, Artifactory, Pulp. */
export type LegacyProtocol = {
  readonly kind: 'legacy';
  /** By node: the address that takes uploads, and the simple index that shows what it took. Absolute. */
  readonly indexes: ReadonlyMap<string, { readonly upload: string; readonly simple: string }>;
};

export type DevpiProtocol = {
  readonly kind: 'devpi';
  /** By node: `user/index`. */
  readonly indexes: ReadonlyMap<string, string>;
  /** Indexes that must be there, bases before those that inherit them. */
  readonly create: readonly DevpiIndex[];
  /** Whether an index that is there and differs is changed; else the difference is only shown. */
  readonly existing: 'keep' | 'change';
};

export type DevpiIndex = {
  /** `user/index` */
  readonly path: string;
  readonly bases: readonly string[];
  readonly volatile: boolean;
  /** Null: as devpi has it by itself (the owner alone). */
  readonly aclUpload: readonly string[] | null;
};

/** Nodes of the farm's index that go to this publisher, `sdists` among them where it takes those. */
export const nodesOfPublisher = ({ protocol }: Publisher): readonly string[] => [...protocol.indexes.keys()];
