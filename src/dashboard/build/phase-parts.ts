/** The colour of a phase: the same wherever it shows. */
export const partOf = (phase: string): string => `part-${places[phase] ?? 0}`;

const places: Readonly<Record<string, number>> = {
  image: 0,
  index: 0,
  unpack: 5,
  requirements: 2,
  'get-requires': 3,
  build: 1,
  collect: 4,
  import: 2,
};
