import { parseWheelFilename } from '../domain/wheel-filename.ts';
import type { RemoteUpload } from '../farm/remote-index.ts';
import { parseHeaderFields } from './header-fields.ts';

export type FormField = readonly [name: string, value: string];

/** Fields of the form by the header of the core metadata that fills them: the names that twine sends. */
const formNames: Readonly<Record<string, string>> = {
  'metadata-version': 'metadata_version',
  summary: 'summary',
  'home-page': 'home_page',
  author: 'author',
  'author-email': 'author_email',
  maintainer: 'maintainer',
  'maintainer-email': 'maintainer_email',
  license: 'license',
  'license-expression': 'license_expression',
  'license-file': 'license_file',
  keywords: 'keywords',
  platform: 'platform',
  'supported-platform': 'supported_platform',
  classifier: 'classifiers',
  'download-url': 'download_url',
  provides: 'provides',
  requires: 'requires',
  obsoletes: 'obsoletes',
  'project-url': 'project_urls',
  'provides-dist': 'provides_dist',
  'obsoletes-dist': 'obsoletes_dist',
  'requires-dist': 'requires_dist',
  'requires-external': 'requires_external',
  'requires-python': 'requires_python',
  'provides-extra': 'provides_extra',
  'description-content-type': 'description_content_type',
  dynamic: 'dynamic',
};

/** Everything of an upload's form but the file itself. */
export function uploadFields({ entry, wheel }: RemoteUpload): readonly FormField[] {
  const text = wheel?.metadata.text ?? '';
  const header = parseHeaderFields(text);
  const described = [...header].flatMap(([name, values]) => {
    const field = formNames[name];
    return field === undefined ? [] : values.map((value): FormField => [field, value]);
  });
  const { version } = entry.release;
  const written = header.get('version')?.[0];
  const description = header.get('description')?.[0] ?? bodyOf(text);
  return [
    [':action', 'file_upload'],
    ['protocol_version', '1'],
    ['name', header.get('name')?.[0] ?? entry.release.project],
    ['version', versionIn(entry.filename, [version, written]) ?? version],
    ...kindOf(entry.filename),
    ['sha256_digest', entry.sha256],
    ...(header.has('metadata-version') ? [] : ([['metadata_version', '2.1']] as const)),
    ...described,
    ...(description === '' ? [] : ([['description', description]] as const)),
  ];
}

/** As the file's own name writes it, where any writing of it is found there: devpi refuses a file whose name differs. */
function versionIn(filename: string, writings: readonly (string | undefined)[]): string | null {
  return writings.find((text) => text !== undefined && filename.includes(text)) ?? null;
}

function kindOf(filename: string): readonly FormField[] {
  const wheel = parseWheelFilename(filename);
  if (!wheel.ok)
    return [
      ['filetype', 'sdist'],
      ['pyversion', 'source'],
    ];
  const pythons = new Set(wheel.value.tags.map(({ python }) => python));
  return [
    ['filetype', 'bdist_wheel'],
    ['pyversion', [...pythons].join('.')],
  ];
}

/** The description of newer metadata stands below the header. */
function bodyOf(text: string): string {
  const blank = /\r?\n\r?\n/.exec(text);
  return blank === null ? '' : text.slice(blank.index + blank[0].length);
}
