import type { Family } from './target.ts';

/**
 * How a distribution family installs OS packages: shell for an image being made (root, network), never for a build.
 * The lists that `apt-get update` fetched stay in the image, so that adding a package later costs no second fetch; when
 * they have grown old (the mirror no longer has what they name), they are fetched anew.
 */
export function renderInstallScript(family: Family, packages: readonly string[]): string {
  const names = packages.map(quote).join(' ');
  switch (family) {
    case 'debian':
    case 'ubuntu':
      return [
        'set -e',
        'export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8',
        `echo 'Acquire::GzipIndexes "true"; Acquire::Languages "none"; Acquire::Retries "3";' > /etc/apt/apt.conf.d/90wheelyard`,
        `install() { apt-get install -y --no-install-recommends --no-remove -o Dpkg::Use-Pty=0 ${names} </dev/null; }`,
        `update() { apt-get update -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache=; }`,
        'if ls /var/lib/apt/lists/*Packages* >/dev/null 2>&1; then install || { update && install; }; else update && install; fi',
        'apt-get clean',
      ].join('\n');
    case 'rocky':
      return [
        'set -e',
        `dnf install -y --setopt=install_weak_deps=False ${names}`,
        'dnf clean packages',
      ].join('\n');
  }
}

/** How a family brings every package of an image up to date, and drops what nothing needs any more. As `renderInstallScript`. */
export function renderUpgradeScript(family: Family): string {
  switch (family) {
    case 'debian':
    case 'ubuntu':
      return [
        'set -e',
        'export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8',
        'apt-get update -o Acquire::Retries=3',
        'apt-get dist-upgrade -y --no-install-recommends -o Dpkg::Use-Pty=0 </dev/null',
        'apt-get autoremove -y --purge </dev/null',
      ].join('\n');
    case 'rocky':
      return ['set -e', 'dnf upgrade -y --refresh --setopt=install_weak_deps=False'].join('\n');
  }
}

const missingPackagePatterns: readonly RegExp[] = [
  /^E: Unable to locate package (\S+)/,
  /^E: Package '([^']+)' has no installation candidate/,
  /^E: Version '[^']*' for '([^']+)' was not found/,
  // Still so after the lists were fetched anew: the mirror names a file that it does not have.
  /^E: Failed to fetch \S+\/([a-z0-9][a-z0-9.+%-]*)_[^/\s]+\.deb\s+404\b/,
  /^Error: Unable to find a match: (.+)$/,
  /^No match for argument: (\S+)/,
];

/** Packages that the package manager said it does not have, from its output; empty when it failed for another reason. */
export function parseMissingPackages(output: readonly string[]): readonly string[] {
  const missing = output.flatMap((line) =>
    missingPackagePatterns.flatMap(
      (pattern) => pattern.exec(line)?.[1]?.replaceAll('%2b', '+').split(/\s+/) ?? [],
    ),
  );
  return [...new Set(missing)].sort();
}

const conflictPatterns: readonly RegExp[] = [
  /^ (\S+) : (?:Depends|PreDepends|Conflicts|Breaks): /,
  // dnf: `package libcurl-minimal-… conflicts with libcurl provided by …`
  /^\s*-? ?package (\S+?)-\d\S* (?:conflicts with|requires) /,
];
const saysConflict =
  /^E: (?:Unable to correct problems|Packages need to be removed but remove is disabled)|^Error: \s*$|^Error: Transaction test error|conflicting requests/;

/** Packages that can't be installed beside the others or at all, as the package manager names them; null when that was not its trouble. */
export function parseConflictingPackages(output: readonly string[]): readonly string[] | null {
  if (!output.some((line) => saysConflict.test(line))) return null;
  const named = output.flatMap((line) =>
    conflictPatterns.flatMap((pattern) => pattern.exec(line)?.[1]?.replace(/:.*$/, '') ?? []),
  );
  return [...new Set(named)].sort();
}

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
