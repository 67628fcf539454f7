/** How the OS packages of one image differ from those of another, each list by name. */
export type PackageDifference = {
  readonly added: readonly PackageVersion[];
  readonly removed: readonly PackageVersion[];
  readonly changed: readonly { readonly name: string; readonly from: string; readonly to: string }[];
};

export type PackageVersion = { readonly name: string; readonly version: string };

/** Two manifests of `package=version` lines. Of a name that stands in one twice (two architectures) the last counts. */
export function compareManifests(before: readonly string[], after: readonly string[]): PackageDifference {
  const [old, present] = [versionsOf(before), versionsOf(after)];
  const beyond = (these: ReadonlyMap<string, string>, those: ReadonlyMap<string, string>) =>
    byName([...these].filter(([name]) => !those.has(name)).map(([name, version]) => ({ name, version })));
  const changed = [...present].flatMap(([name, to]) => {
    const from = old.get(name);
    return from === undefined || from === to ? [] : [{ name, from, to }];
  });
  return { added: beyond(present, old), removed: beyond(old, present), changed: byName(changed) };
}

const versionsOf = (manifest: readonly string[]): ReadonlyMap<string, string> =>
  new Map(
    manifest.map((line) => {
      const sign = line.indexOf('=');
      return [line.slice(0, sign), line.slice(sign + 1)];
    }),
  );

const byName = <Item extends { readonly name: string }>(items: readonly Item[]): readonly Item[] =>
  items.toSorted((one, other) => (one.name < other.name ? -1 : 1));
