/** Which headers an archive has itself. */
export type ArchiveHeaders = {
  readonly note: (path: string) => void;
  /** Whether an include of that name may find a file of the archive, from wherever it looks. */
  readonly provide: (name: string) => boolean;
};

/** `config.h.in` becomes `config.h` when the project is configured. */
const template = /\.(?:in|cmake|meson|tmpl|template|tpl|sh|mako|jinja2?|src)$/;
const mostNamesakes = 200;

export function openArchiveHeaders(): ArchiveHeaders {
  const byName = new Map<string, string[]>();
  return {
    note: (path) => {
      const place = `/${path.replace(template, '')}`;
      const name = place.slice(place.lastIndexOf('/') + 1);
      const namesakes = byName.get(name);
      if (namesakes === undefined) byName.set(name, [place]);
      else if (namesakes.length < mostNamesakes) namesakes.push(place);
    },
    provide: (name) => {
      const wanted = `/${name
        .split('/')
        .filter((part) => part !== '.' && part !== '..' && part !== '')
        .join('/')}`;
      const namesakes = byName.get(wanted.slice(wanted.lastIndexOf('/') + 1)) ?? [];
      return namesakes.length >= mostNamesakes || namesakes.some((place) => place.endsWith(wanted));
    },
  };
}
