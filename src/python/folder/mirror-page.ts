import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ProjectName } from '../../domain/release.ts';
import { Outage } from '../../farm/ports.ts';
import { parseHtmlPage } from '../parse-html-page.ts';
import { parseJsonPage } from '../parse-json-page.ts';
import type { PageFile } from '../project-page.ts';
import { findWithin, unreadable } from './find-within.ts';
import {
  folderAddress,
  isSdistOf,
  pathOfLink,
  placeFile,
  type FolderFile,
  type FolderPage,
} from './folder-page.ts';

const pageNames = ['index.v1_json', 'index.json', 'index.v1_html', 'index.html'];

/** A project's page as bandersnatch writes it, `simple/<project>/` or, with its hash-index, `simple/<letter>/<project>/`. */
export async function readMirrorPage(
  root: string,
  of: { readonly project: ProjectName; readonly pageBytes: number },
): Promise<FolderPage | null> {
  const { project } = of;
  for (const folder of [`simple/${project}`, `simple/${project.charAt(0)}/${project}`]) {
    for (const name of pageNames) {
      const text = await readPage(root, { ...of, path: `${folder}/${name}` });
      if (text === null) continue;
      const files: FolderFile[] = [];
      for (const file of parsePage(text, { project, name })) {
        const path = pathOfLink(file.url, `${folderAddress}${folder}/`);
        if (path === null || !isSdistOf(file.filename, project)) continue;
        const placed = await placeFile(root, { ...file, path });
        if (placed !== null) files.push(placed);
      }
      return { folders: [join(root, dirname(folder)), join(root, folder)], files };
    }
  }
  return null;
}

async function readPage(
  root: string,
  of: { readonly project: ProjectName; readonly pageBytes: number; readonly path: string },
): Promise<string | null> {
  const found = await findWithin(root, of.path);
  if (found.kind === 'outside') throw new Outage(`the page of ${of.project} leads out of the folder`);
  if (found.kind === 'missing' || !found.facts.isFile()) return null;
  if (found.facts.size > of.pageBytes)
    throw new Outage(`the page of ${of.project} is larger than ${of.pageBytes} bytes`);
  return readFile(found.path, 'utf8').catch((error: unknown) => {
    throw unreadable(found.path, error);
  });
}

function parsePage(
  text: string,
  of: { readonly project: ProjectName; readonly name: string },
): readonly PageFile[] {
  const parsed = of.name.endsWith('json') ? parseJsonPage(text) : parseHtmlPage(text);
  if (!parsed.ok) throw new Outage(`the page of ${of.project} can't be read: ${parsed.problem}`);
  return 'files' in parsed.value ? parsed.value.files : parsed.value;
}
