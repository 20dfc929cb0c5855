import type { ChartColor, ChartProps } from '@hubspot/ui-extensions';

const colours: Record<ChartColor, string> = {
  orange: '#ff8f59',
  aqua: '#51d3d9',
  purple: '#a784ea',
  yellow: '#f5c26b',
  pink: '#ea90b1',
  blue: '#81c1fd',
  green: '#a2d28f',
  darkOrange: '#e04826',
  darkAqua: '#0c8a90',
  darkPurple: '#6a4ba8',
  darkYellow: '#b2812b',
  darkPink: '#b2467a',
  darkBlue: '#2e6fb0',
  darkGreen: '#4d8b36',
};

export type Series = { name: string; colour: string; values: Map<string, number> };
export type ChartModel = {
  categories: string[];
  series: Series[];
  top: number;
  xLabel: string;
  yLabel: string;
};

/** Rows as series over categories. Numbers can be on either axis; the other one gives the categories. */
export const chartModel = ({ data, axes, options }: ChartProps): ChartModel => {
  const rows = Array.isArray(data) ? data : data.data;
  const labels = Array.isArray(data) ? {} : (data.options?.propertyLabels ?? {});
  const upright = axes.y.fieldType === 'linear';
  const [category, number] = upright ? [axes.x, axes.y] : [axes.y, axes.x];
  const group = axes.options?.groupFieldByColor;
  const show = (field: string, value: unknown) => labels[field]?.[String(value)] ?? String(value);
  const order = [...(options?.colorList ?? options?.colors ?? []), ...(Object.keys(colours) as ChartColor[])];
  const series: Series[] = [];
  const categories: string[] = [];
  for (const row of rows) {
    const at = show(category.field, row[category.field]);
    if (!categories.includes(at)) categories.push(at);
    const raw = group === undefined ? number.field : String(row[group]);
    const name = group === undefined ? (number.label ?? number.field) : show(group, raw);
    let one = series.find((each) => each.name === name);
    if (one === undefined) {
      const colour = axes.options?.colors?.[raw] ?? order[series.length % order.length] ?? 'orange';
      one = { name, colour: colours[colour], values: new Map() };
      series.push(one);
    }
    one.values.set(at, (one.values.get(at) ?? 0) + Number(row[number.field] ?? 0));
  }
  const stacked = axes.options?.stacking === true;
  const totals = categories.map((at) => series.map(({ values }) => values.get(at) ?? 0));
  const highest = totals.map((values) =>
    stacked ? values.reduce((a, b) => a + b, 0) : Math.max(0, ...values),
  );
  return {
    categories,
    series,
    top: roundUp(Math.max(0, ...highest)),
    xLabel: category.label ?? category.field,
    yLabel: number.label ?? number.field,
  };
};

/** The next 1, 2, 2.5 or 5 times a power of ten. */
export const roundUp = (value: number): number => {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 2.5, 5, 10].find((step) => step * power >= value) ?? 10) * power;
};
