import type { CSSProperties } from 'react';
import type { BoxProps, DividerProps, FlexProps, TileProps } from '@hubspot/ui-extensions';
import { cx, size as short } from '../base/class-names.ts';

const gaps: Record<string, number> = { flush: 0, xs: 4, sm: 8, md: 16, lg: 24, xl: 32 };
/** HubSpot's named distances in pixels. */
const distance = (name: string | undefined, fallback = 'flush'): number => gaps[short(name, fallback)] ?? 0;

const edges: Record<string, string> = {
  start: 'flex-start',
  end: 'flex-end',
  around: 'space-around',
  between: 'space-between',
};
const edge = (name: string): string => edges[name] ?? name;

export const Flex = (props: FlexProps) => {
  const { direction = 'row', justify = 'start', align = 'stretch', alignSelf, wrap = false } = props;
  const style: CSSProperties = {
    flexDirection: direction,
    justifyContent: edge(justify),
    alignItems: edge(align),
    flexWrap: wrap === true || wrap === 'wrap' ? 'wrap' : 'nowrap',
    gap: distance(props.gap),
    ...(alignSelf === undefined ? {} : { alignSelf: edge(alignSelf) }),
  };
  return (
    <div className="hs-flex" style={style} data-testid={props.testId}>
      {props.children}
    </div>
  );
};

export const Box = ({ children, alignSelf, flex = 'initial', testId }: BoxProps) => (
  <div
    className="hs-box"
    data-testid={testId}
    style={{
      flex: typeof flex === 'number' ? `${String(flex)} 1 0` : flex === 'initial' ? '0 1 auto' : flex,
      ...(alignSelf === undefined ? {} : { alignSelf: edge(alignSelf) }),
    }}
  >
    {children}
  </div>
);

export const Divider = ({ size, distance: old, testId }: DividerProps) => (
  <hr className="hs-divider" data-testid={testId} style={{ marginBlock: distance(size ?? old, 'sm') }} />
);

export const Tile = ({ children, compact = false, flush = false, testId }: TileProps) => (
  <div
    className={cx('hs-tile', compact && 'hs-tile--compact', flush && 'hs-tile--flush')}
    data-testid={testId}
  >
    {children}
  </div>
);
