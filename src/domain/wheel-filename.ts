import { parseProjectName, parseVersion } from './release.ts';
import { bad, ok, type Result } from './result.ts';
import type { WheelFilename, WheelTag } from './wheel.ts';

const longestFilename = 255;
/** A real name has a handful; three sets of dots could make thousands. */
const mostTags = 64;

/** Source: https://packaging.python.org/en/latest/specifications/binary-distribution-format/#file-name-convention */
export function parseWheelFilename(filename: string): Result<WheelFilename, string> {
  const refuse = (why: string): Result<never, string> =>
    bad(`${JSON.stringify(filename.slice(0, longestFilename))} is not the name of a wheel: ${why}`);
  if (filename.length > longestFilename) return refuse(`longer than ${longestFilename} characters`);
  if (!/^[\w.!+-]+\.whl$/.test(filename)) return refuse('it has other characters, or does not end in .whl');

  const parts = filename.slice(0, -'.whl'.length).split('-');
  if (parts.length !== 5 && parts.length !== 6) return refuse('it has not five or six parts');
  const [name = '', versionText = ''] = parts;
  const buildTag = parts.length === 6 ? (parts[2] ?? '') : null;
  const [python = '', abi = '', platform = ''] = parts.slice(-3);

  const project = parseProjectName(name);
  if (!project.ok) return refuse(project.problem);
  const version = parseVersion(versionText);
  if (!version.ok) return refuse(version.problem);
  if (buildTag !== null && !/^\d/.test(buildTag)) return refuse('its build tag does not begin with a digit');
  const tags = expandTags(python, { abi, platform });
  if (tags === null) return refuse('its tags cannot be read');
  return ok({ release: { project: project.value, version: version.value }, buildTag, tags });
}

/** Reads one tag as it stands in a WHEEL file; a compressed set (`py2.py3-none-any`) is taken apart. */
export function parseWheelTags(text: string): readonly WheelTag[] | null {
  const [python, abi, platform, rest] = text.split('-');
  if (python === undefined || abi === undefined || platform === undefined || rest !== undefined) return null;
  return expandTags(python, { abi, platform });
}

export const renderWheelTag = (tag: WheelTag): string => `${tag.python}-${tag.abi}-${tag.platform}`;

/** `py2.py3-none-any` stands for two tags (PEP 425, compressed tag sets). */
function expandTags(pythons: string, rest: { abi: string; platform: string }): readonly WheelTag[] | null {
  const sets = [pythons, rest.abi, rest.platform].map((set) => set.split('.'));
  if (!sets.every((set) => set.every((part) => /^\w+$/.test(part)))) return null;
  const [pythonSet = [], abiSet = [], platformSet = []] = sets;
  if (pythonSet.length * abiSet.length * platformSet.length > mostTags) return null;
  return pythonSet.flatMap((python) =>
    abiSet.flatMap((abi) => platformSet.map((platform) => ({ python, abi, platform }))),
  );
}
