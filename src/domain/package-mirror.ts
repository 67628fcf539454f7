/** Where a distribution's packages come from, as the host's own package manager is configured. URLs without a trailing slash. */
export type PackageMirror = {
  readonly main: string;
  readonly security: string | null;
};

/** One-line-style apt sources of a Debian release: main, updates, security. */
export function renderAptSources(mirror: PackageMirror, suite: string): readonly string[] {
  const lines = [`deb ${mirror.main} ${suite} main`, `deb ${mirror.main} ${suite}-updates main`];
  if (mirror.security !== null) lines.push(`deb ${mirror.security} ${suite}-security main`);
  return lines;
}
