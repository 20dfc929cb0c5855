import type { ReactNode } from 'react';
import type { BarChartProps, ChartProps, LineChartProps } from '@hubspot/ui-extensions';
import { useEnvironment } from './environment.tsx';
import type { ChartModel } from './chart-data.ts';
import { chartModel } from './chart-data.ts';

const box = { left: 56, right: 16, top: 16, bottom: 40, width: 600, height: 300 };
const inner = { width: box.width - box.left - box.right, height: box.height - box.top - box.bottom };
const lines = [0, 0.25, 0.5, 0.75, 1];

const y = (value: number, top: number): number => box.top + inner.height * (1 - value / top);

const Frame = (props: { chart: ChartProps; model: ChartModel; children: ReactNode }) => {
  const { chart, model } = props;
  const { locale } = useEnvironment();
  const number = new Intl.NumberFormat(locale, { notation: 'compact' });
  const step = inner.width / Math.max(1, model.categories.length);
  const title = chart.options?.title;
  return (
    <figure className="hs-chart">
      {title === undefined ? null : <figcaption>{title}</figcaption>}
      {chart.options?.showLegend === true ? (
        <ul className="hs-chart__legend">
          {model.series.map(({ name, colour }) => (
            <li key={name}>
              <span style={{ background: colour }} aria-hidden="true" />
              {name}
            </li>
          ))}
        </ul>
      ) : null}
      <svg
        viewBox={`0 0 ${String(box.width)} ${String(box.height)}`}
        role="img"
        aria-label={title ?? `${model.yLabel} by ${model.xLabel}`}
      >
        {lines.map((share) => (
          <g key={share}>
            <line
              x1={box.left}
              x2={box.width - box.right}
              y1={y(share, 1)}
              y2={y(share, 1)}
              className="hs-chart__line"
            />
            <text x={box.left - 8} y={y(share, 1) + 4} textAnchor="end">
              {number.format(share * model.top)}
            </text>
          </g>
        ))}
        {model.categories.map((name, index) => (
          <text key={name} x={box.left + step * (index + 0.5)} y={box.height - 20} textAnchor="middle">
            {name.length > 14 ? `${name.slice(0, 13)}…` : name}
          </text>
        ))}
        {props.children}
      </svg>
    </figure>
  );
};

export const BarChart = (props: BarChartProps) => {
  const model = chartModel(props);
  const step = inner.width / Math.max(1, model.categories.length);
  const stacked = props.axes.options?.stacking === true;
  const width = (step * 0.6) / (stacked ? 1 : Math.max(1, model.series.length));
  return (
    <Frame chart={props} model={model}>
      {model.categories.map((category, column) => {
        let below = 0;
        return model.series.map(({ name, colour, values }, row) => {
          const value = values.get(category) ?? 0;
          const x = box.left + step * column + step * 0.2 + (stacked ? 0 : width * row);
          const from = stacked ? below : 0;
          below += value;
          const at = y(from + value, model.top);
          return (
            <g key={`${category}-${name}`}>
              <rect x={x} y={at} width={width} height={Math.max(0, y(from, model.top) - at)} fill={colour}>
                <title>{`${name}, ${category}: ${String(value)}`}</title>
              </rect>
              {props.options?.showDataLabels === true ? (
                <text x={x + width / 2} y={at - 4} textAnchor="middle">
                  {value}
                </text>
              ) : null}
            </g>
          );
        });
      })}
    </Frame>
  );
};

export const LineChart = (props: LineChartProps) => {
  const model = chartModel(props);
  const step = inner.width / Math.max(1, model.categories.length);
  return (
    <Frame chart={props} model={model}>
      {model.series.map(({ name, colour, values }) => {
        const points = model.categories.map((category, index) => ({
          category,
          value: values.get(category) ?? 0,
          x: box.left + step * (index + 0.5),
          at: y(values.get(category) ?? 0, model.top),
        }));
        return (
          <g key={name}>
            <polyline
              points={points.map(({ x, at }) => `${String(x)},${String(at)}`).join(' ')}
              fill="none"
              stroke={colour}
              strokeWidth="3"
            />
            {points.map(({ category, value, x, at }) => (
              <circle key={category} cx={x} cy={at} r="4" fill={colour}>
                <title>{`${name}, ${category}: ${String(value)}`}</title>
              </circle>
            ))}
          </g>
        );
      })}
    </Frame>
  );
};
