/** JSON text of a value that we wrote ourselves. The column's type says what is in it. */
export type StoredJson<Value> = string & { readonly holds: Value };

export const writeJson = <Value>(value: Value): StoredJson<Value> =>
  JSON.stringify(value) as StoredJson<Value>;

/** Not checked again: nobody but `writeJson` fills such a column, and a migration follows when its type changes. */
export const readJson = <Value>(text: StoredJson<Value>): Value => JSON.parse(text) as Value;
