import type { Target } from './target.ts';

/** The part of a Dockerfile that makes an image in which wheels of a target run: the OS packages that they link, and the index. */
export function renderImageSnippet(
  target: Target,
  needed: { readonly osPackages: readonly string[]; readonly indexUrl: string },
): string {
  const names = [...new Set([...target.runtimePackages, ...needed.osPackages])].sort();
  const list = names.map((name) => `      ${name} \\`);
  return [
    `FROM ${target.base.registryImage}`,
    ...(target.family === 'rocky'
      ? ['RUN dnf install -y --setopt=install_weak_deps=False \\', ...list, '    && dnf clean all']
      : [
          'RUN apt-get update \\',
          '    && apt-get install -y --no-install-recommends \\',
          ...list,
          '    && rm -rf /var/lib/apt/lists/*',
        ]),
    `ENV PIP_INDEX_URL=${needed.indexUrl} UV_DEFAULT_INDEX=${needed.indexUrl}`,
    '',
  ].join('\n');
}
