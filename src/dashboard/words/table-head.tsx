type TableHeadProps = {
  readonly columns: readonly string[];
  /** Those of numbers, which stand at the right. */
  readonly figures?: readonly string[];
};

export const TableHead = ({ columns, figures = [] }: TableHeadProps) => (
  <thead>
    <tr>
      {columns.map((name) => (
        <th key={name} scope="col" className={figures.includes(name) ? 'figure' : undefined}>
          {name}
        </th>
      ))}
    </tr>
  </thead>
);
