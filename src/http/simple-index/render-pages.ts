import type { ProjectName } from '../../domain/release.ts';
import type { IndexFile, ProjectStatus } from '../../farm/records.ts';
import type { SimpleFile, SimpleProject, SimpleProjects } from '../contract/simple-index.ts';
import { escapeHtml, renderHtmlPage } from './escape-html.ts';

/*
 * Pages of the served index, as PEP 503 HTML and PEP 691 JSON (1.4), with PEP 592, 658, 700 and 792.
 * https://packaging.python.org/en/latest/specifications/simple-repository-api/
 */

const meta = { 'api-version': '1.4' } as const;

export const simpleProjects = (projects: readonly ProjectName[]): SimpleProjects => ({
  meta,
  projects: projects.map((name) => ({ name })),
});

/** `files`: oldest version first. Of a quarantined project none is offered. */
export function simpleProject(
  name: ProjectName,
  known: { readonly files: readonly IndexFile[]; readonly status: ProjectStatus },
): SimpleProject {
  const { status, reason } = known.status;
  const files = status === 'quarantined' ? [] : known.files;
  return {
    meta,
    name,
    'project-status': { status, ...(reason !== null && { reason }) },
    versions: [...new Set(files.map(({ version }) => version))],
    files: files.map(simpleFile),
  };
}

/** From `/index/<node>/simple/<project>/`: relative, so that the pages hold behind any host and path. */
const fileUrl = (file: IndexFile): string =>
  `../../../../files/${file.sha256}/${encodeURIComponent(file.filename)}`;

const simpleFile = (file: IndexFile): SimpleFile => ({
  filename: file.filename,
  url: fileUrl(file),
  hashes: { sha256: file.sha256 },
  ...(file.requiresPython !== null && { 'requires-python': file.requiresPython }),
  size: file.sizeBytes,
  'upload-time': new Date(file.publishedAt).toISOString(),
  yanked: file.yanked === null ? false : file.yanked === '' ? true : file.yanked,
  'core-metadata': { sha256: file.metadataSha256 },
  _wheelyard: { index: file.node, 'built-here': file.build !== null, build: file.build },
});

export const renderProjects = (title: string, projects: readonly string[]): string =>
  renderHtmlPage(title, {
    body: projects.map((name) => `<a href="${encodeURIComponent(name)}/">${escapeHtml(name)}</a><br>`),
  });

export function renderProject(project: SimpleProject): string {
  const { status, reason } = project['project-status'];
  return renderHtmlPage(`Links for ${project.name}`, {
    body: project.files.map(renderLink),
    facts: {
      'pypi:project-status': status,
      ...(reason !== undefined && { 'pypi:project-status-reason': reason }),
    },
  });
}

function renderLink(file: SimpleFile): string {
  const metadata = `sha256=${file['core-metadata'].sha256}`;
  const attributes = {
    href: `${file.url}#sha256=${file.hashes.sha256}`,
    ...(file['requires-python'] !== undefined && { 'data-requires-python': file['requires-python'] }),
    'data-core-metadata': metadata,
    'data-dist-info-metadata': metadata,
    ...(file.yanked !== false && { 'data-yanked': file.yanked === true ? '' : file.yanked }),
    ...(!file._wheelyard['built-here'] && { 'data-wheelyard-built-here': 'false' }),
  };
  const rendered = Object.entries(attributes).map(([name, value]) => `${name}="${escapeHtml(value)}"`);
  return `<a ${rendered.join(' ')}>${escapeHtml(file.filename)}</a><br>`;
}
