/**
 * The upstream part of a Debian version, in the writing of PEP 440 as far as that goes: `1:2.3.4+dfsg-1` -> `2.3.4`,
 * `2.0~rc1-1` -> `2.0rc1`, `5+really4.9-2` -> `4.9`.
 * Source: https://www.debian.org/doc/debian-policy/ch-controlfields.html#version
 */
export function upstreamVersion(version: string): string {
  const withoutEpoch = version.replace(/^\d+:/, '');
  const withoutRevision = withoutEpoch.replace(/-[^-]*$/, '');
  const [last = ''] = withoutRevision.split('+really').slice(-1);
  return last.replace(/[+~.](dfsg|ds|repack)[\w.]*$/, '').replaceAll('~', '');
}
