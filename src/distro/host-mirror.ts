import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { PackageMirror } from '../domain/package-mirror.ts';

/** The Debian mirror that this host's apt uses; null where the host is no Debian or has no apt. */
export async function findHostMirror(): Promise<PackageMirror | null> {
  const format = '$(ORIGIN)|$(CODENAME)|$(COMPONENT)|$(REPO_URI)';
  const targets = await promisify(execFile)(
    'apt-get',
    ['indextargets', '--format', format, 'Created-By: Packages'],
    {
      timeout: 20_000,
    },
  ).then(
    ({ stdout }) => stdout,
    // No apt here: the bootstrap tool's own default mirror is the answer.
    () => '',
  );
  const repositories = targets
    .split('\n')
    .map((line) => line.split('|'))
    .filter(([origin, , component]) => origin === 'Debian' && component === 'main')
    .map(([, codename = '', , uri = '']) => ({ codename, uri: uri.replace(/\/+$/, '') }));
  const main = repositories.find(({ codename }) => !codename.includes('-'));
  const security = repositories.find(({ codename }) => codename.endsWith('-security'));
  return main === undefined ? null : { main: main.uri, security: security?.uri ?? null };
}
