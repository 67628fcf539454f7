/** What an archive may have at most, so that nobody's archive can take the host's memory, time or disk. */
export type ArchiveLimits = {
  readonly archiveBytes: number;
  /** Files, links and folders together. */
  readonly files: number;
  readonly unpackedBytes: number;
  /** An archive that grows more than this many times is a bomb, once it is past `harmlessBytes`. */
  readonly ratio: number;
  readonly harmlessBytes: number;
  readonly links: number;
  readonly pathBytes: number;
  readonly componentBytes: number;
  readonly components: number;
  /** PKG-INFO, METADATA, WHEEL, pyproject.toml. */
  readonly metadataBytes: number;
  readonly recordBytes: number;
};

const MiB = 1024 ** 2;
const GiB = 1024 ** 3;

export const defaultSdistLimits: ArchiveLimits = {
  archiveBytes: 512 * MiB,
  files: 200_000,
  unpackedBytes: 4 * GiB,
  ratio: 100,
  harmlessBytes: 256 * MiB,
  links: 10_000,
  pathBytes: 4096,
  componentBytes: 255,
  components: 128,
  metadataBytes: 4 * MiB,
  recordBytes: 64 * MiB,
};

/** A wheel comes out of the farm's own sandbox, which lets one of a GiB pass. */
export const defaultWheelLimits: ArchiveLimits = { ...defaultSdistLimits, archiveBytes: 1 * GiB };

/** How far an archive of this size may unpack. */
export const allowedUnpackedBytes = (archiveBytes: number, limits: ArchiveLimits): number =>
  Math.min(limits.unpackedBytes, Math.max(limits.harmlessBytes, limits.ratio * archiveBytes));
