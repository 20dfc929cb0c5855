export type Filter = {
  eq?: string | number;
  ne?: string | number;
  in?: readonly (string | number)[];
  gt?: string;
  gte?: string;
  lt?: string;
  lte?: string;
};
/** Those that DealDraft asks by. A closed list: what SpotDraft does with a misspelt filter is not documented, and listing everything is likely. */
type FilterField = 'contract_id' | 'created_at' | 'display_status' | 'last_updated_on';
export type ContractQuery = {
  page: number;
  limit: number;
  query?: string;
  filters?: Readonly<Partial<Record<FilterField, Filter>>>;
};

/** SpotDraft gives at most 100 a page, and lists are parted by commas, with a backslash before a comma of a value. */
export const contractQuery = ({ page, limit, query, filters }: ContractQuery): URLSearchParams => {
  const parameters = new URLSearchParams({ page: String(page), limit: String(Math.min(limit, 100)) });
  if (query !== undefined && query !== '') parameters.set('query', query);
  for (const [field, filter] of Object.entries(filters ?? {})) {
    for (const [operator, value] of Object.entries(filter) as [
      keyof Filter,
      string | number | readonly (string | number)[],
    ][]) {
      const text =
        typeof value === 'object'
          ? value.map((each) => String(each).replaceAll(',', '\\,')).join(',')
          : String(value);
      parameters.set(`filter__${field}[$${operator}]`, text);
    }
  }
  return parameters;
};
