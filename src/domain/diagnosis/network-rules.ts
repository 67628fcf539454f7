import { needsNetwork, readOnlyPath } from './naming.ts';
import { cause, type Rule } from './rule.ts';

/** The network. The host stands in some of them; else it is looked for nearby. */
export const networkRules: readonly Rule[] = [
  cause(/[Cc]ould(?: not|n't) resolve host(?: ?name)?:? ['"]?([\w-]+\.[\w.-]+)/, needsNetwork),
  cause(/Connection(?:Pool|)\(host='([\w.-]+)', port=\d+\)/, needsNetwork),
  cause(/Failed to download \S+ Please download one of \['https?:\/\/([\w.-]+)/, needsNetwork),
  cause(/failed to resolve address for ([\w.-]+)/, needsNetwork),
  cause(/unable to resolve host address ['‘"]([\w.-]+)/, needsNetwork),
  cause(
    /(?:Unknown host:? |UnknownHostException: |ENOTFOUND |EAI_AGAIN |dial tcp: lookup )([\w-]+\.[\w.-]+)/,
    needsNetwork,
  ),
  cause(
    /(?:Failed|Unable|unable|failed) to (?:connect to|reach|access|fetch|download)(?: from)? ['"`]?(?:https?|git|ssh):\/\/([\w.-]+)/,
    needsNetwork,
  ),
  cause(/failed to (?:download|fetch|clone)\b.{0,60}?https?:\/\/([\w.-]+)/i, needsNetwork),
  cause(/could not get https?:\/\/([\w.-]+).{0,200} is the internet available/, needsNetwork),
  cause(
    /Temporary failure in name resolution|Name or service not known|Network is unreachable|Could(?: not|n't) resolve host|No route to host/,
    needsNetwork,
  ),
  cause(
    /\burlopen error|\bgaierror\b|Unable to update registry|NewConnectionError|ConnectionRefusedError|Max retries exceeded|spurious network error/,
    needsNetwork,
  ),
  cause(
    /failed to get `[^`]{1,80}` as a dependency|no matching package named `[^`]{1,80}` found|but --offline was specified|you're using offline mode/,
    needsNetwork,
  ),
  cause(
    /Automatic wrap-based (?:subproject|dependency) downloading is disabled|download of config\.json failed/,
    needsNetwork,
  ),
  cause(
    /(?:httpx|httpcore|requests\.exceptions|aiohttp)\S{0,40}\.(?:ConnectError|ConnectionError|ConnectTimeout|ClientConnectorError)/,
    needsNetwork,
  ),
];

/** Outside of the build's own folders. */
export const pathRules: readonly Rule[] = [
  cause(/(?:Read-only file system|\[Errno 13\] Permission denied): '(\/[^']+)'/, readOnlyPath),
  cause(/['‘](\/[^'’]+)['’]: (?:Read-only file system|Permission denied)/, readOnlyPath),
  cause(/(?:^|\s)(\/[^\s:'"]+): (?:Read-only file system|Permission denied)/, readOnlyPath),
];
