import { Children } from 'react';
import type { CSSProperties, ReactNode } from 'react';
import type {
  AutoGridProps,
  BoxProps,
  ButtonRowProps,
  CardProps,
  DividerProps,
  FlexProps,
  InlineProps,
  SpacerProps,
  StackProps,
  TileProps,
} from '@hubspot/ui-extensions';
import { cx, size as short } from './class-names.ts';

const gaps: Record<string, number> = { flush: 0, xs: 4, sm: 8, md: 16, lg: 24, xl: 32 };
/** HubSpot's named distances in pixels. */
export const distance = (name: string | undefined, fallback = 'flush'): number =>
  gaps[short(name, fallback)] ?? 0;

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

export const Inline = ({
  children,
  justify = 'start',
  align = 'center',
  gap = 'sm',
  testId,
}: InlineProps) => (
  <div
    className="hs-flex"
    data-testid={testId}
    style={{
      flexDirection: 'row',
      flexWrap: 'wrap',
      justifyContent: edge(justify),
      alignItems: edge(align),
      gap: distance(gap),
    }}
  >
    {children}
  </div>
);

export const Stack = (props: StackProps) => {
  const {
    distance: gap = 'flush',
    direction = 'column',
    justify = 'start',
    align = 'stretch',
    width = '100%',
  } = props;
  return (
    <div
      className="hs-flex"
      data-testid={props.testId}
      style={{
        flexDirection: direction,
        justifyContent: edge(justify),
        alignItems: edge(align),
        gap: distance(gap),
        width,
      }}
    >
      {props.children}
    </div>
  );
};

export const AutoGrid = ({
  columnWidth,
  gap = 'flush',
  flexible = false,
  children,
  testId,
}: AutoGridProps) => (
  <div
    className="hs-grid"
    data-testid={testId}
    style={{
      gap: distance(gap),
      gridTemplateColumns: `repeat(auto-fill, ${
        flexible ? `minmax(min(${String(columnWidth)}px, 100%), 1fr)` : `${String(columnWidth)}px`
      })`,
    }}
  >
    {children}
  </div>
);

export const Divider = ({ size, distance: old, testId }: DividerProps) => (
  <hr className="hs-divider" data-testid={testId} style={{ marginBlock: distance(size ?? old, 'sm') }} />
);

export const Spacer = ({ size = 'sm', testId }: SpacerProps) => (
  <div aria-hidden="true" data-testid={testId} style={{ height: distance(size) }} />
);

export const Tile = ({ children, compact = false, flush = false, testId }: TileProps) => (
  <div
    className={cx('hs-tile', compact && 'hs-tile--compact', flush && 'hs-tile--flush')}
    data-testid={testId}
  >
    {children}
  </div>
);

export const Card = ({ children, testId }: CardProps) => (
  <div className="hs-tile" data-testid={testId}>
    {children}
  </div>
);

/** HubSpot folds what does not fit into a menu; here the row wraps, so that every button stays reachable. */
export const ButtonRow = ({ children, testId }: ButtonRowProps) => (
  <div className="hs-button-row" data-testid={testId}>
    {children}
  </div>
);

export const Center = ({ children }: { children?: ReactNode }) => <div className="hs-center">{children}</div>;

export const MediaObject = (props: { children?: ReactNode; itemLeft?: ReactNode; itemRight?: ReactNode }) => (
  <div className="hs-flex" style={{ gap: 16, alignItems: 'center' }}>
    {props.itemLeft}
    <div style={{ flex: '1 1 0', minWidth: 0 }}>{props.children}</div>
    {props.itemRight}
  </div>
);

/** Twelve columns, as the experimental Grid has. */
export const Grid = ({ children, gap = 'md' }: { children?: ReactNode; gap?: string }) => (
  <div className="hs-grid" style={{ gap: distance(gap), gridTemplateColumns: 'repeat(12, 1fr)' }}>
    {Children.toArray(children)}
  </div>
);

export const GridItem = ({ children, size = 12 }: { children?: ReactNode; size?: number }) => (
  <div style={{ gridColumn: `span ${String(size)}`, minWidth: 0 }}>{children}</div>
);
