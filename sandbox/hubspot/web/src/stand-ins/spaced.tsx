import type { ComponentType } from 'react';
import { distance } from './layout.tsx';

type Spacing = Record<string, unknown>;

const sides: [string, string][] = [
  ['padding', 'padding'],
  ['paddingInline', 'paddingInline'],
  ['paddingBlock', 'paddingBlock'],
  ['marginTop', 'marginTop'],
  ['marginBottom', 'marginBottom'],
  ['marginLeft', 'marginLeft'],
  ['marginRight', 'marginRight'],
];

/** The experimental twin of a component: the same, with margins and padding of its own. */
export const spaced = <Props extends object>(Inner: ComponentType<Props>) =>
  function Spaced(props: Props & Spacing) {
    const style: Record<string, number> = {};
    for (const [prop, css] of sides) {
      const value = props[prop];
      if (typeof value === 'string') style[css] = distance(value);
    }
    return (
      <div style={style}>
        <Inner {...props} />
      </div>
    );
  };
