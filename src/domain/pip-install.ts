const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** The command that installs a release from a target's index; it can be pasted into a shell. */
export function renderPipInstall(
  farm: URL,
  wanted: { readonly indexPath: string; readonly project: string; readonly version: string },
): string {
  const index = placeOf(farm, wanted.indexPath);
  // pip asks for https unless it is told that the host is known to have none.
  const trust =
    farm.protocol === 'http:' && !loopback.test(farm.hostname) ? ['--trusted-host', farm.host] : [];
  return ['pip', 'install', '--index-url', index, ...trust, `${wanted.project}==${wanted.version}`]
    .map(quote)
    .join(' ');
}

/** A path that the farm named, below the address at which we know it. */
export const placeOf = (farm: URL, path: string): string => new URL(path.replace(/^\/+/, ''), farm).href;

const quote = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
