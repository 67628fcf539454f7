import { compareVersions, type ProjectName } from '../../domain/release.ts';
import type { IndexFile } from '../../farm/records.ts';
import type { SimpleFile, SimpleProject, SimpleProjects } from '../contract/simple-index.ts';
import { escapeHtml, renderHtmlPage } from './escape-html.ts';

/*
 * Pages of the served index, as PEP 503 HTML and PEP 691 JSON (1.1 with PEP 700), with PEP 658 metadata.
 * https://packaging.python.org/en/latest/specifications/simple-repository-api/
 */

const meta = { 'api-version': '1.1' } as const;

export const simpleProjects = (projects: readonly ProjectName[]): SimpleProjects => ({
  meta,
  projects: projects.map((name) => ({ name })),
});

export const simpleProject = (name: ProjectName, files: readonly IndexFile[]): SimpleProject => ({
  meta,
  name,
  versions: [...new Set(files.map(({ version }) => version))].sort(compareVersions),
  files: files.map(simpleFile),
});

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
  yanked: false,
  'core-metadata': { sha256: file.metadataSha256 },
});

export const renderProjects = (title: string, projects: readonly string[]): string =>
  renderHtmlPage(
    title,
    projects.map((name) => `<a href="${encodeURIComponent(name)}/">${escapeHtml(name)}</a><br>`),
  );

export const renderProject = (project: SimpleProject): string =>
  renderHtmlPage(`Links for ${project.name}`, project.files.map(renderLink));

function renderLink(file: SimpleFile): string {
  const metadata = `sha256=${file['core-metadata'].sha256}`;
  const attributes = {
    href: `${file.url}#sha256=${file.hashes.sha256}`,
    ...(file['requires-python'] !== undefined && { 'data-requires-python': file['requires-python'] }),
    'data-core-metadata': metadata,
    'data-dist-info-metadata': metadata,
  };
  const rendered = Object.entries(attributes).map(([name, value]) => `${name}="${escapeHtml(value)}"`);
  return `<a ${rendered.join(' ')}>${escapeHtml(file.filename)}</a><br>`;
}
