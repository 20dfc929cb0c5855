import { Children, useId, useRef, useState } from 'react';
import type { CSSProperties, ReactNode } from 'react';
import type {
  DescriptionListItemProps,
  DescriptionListProps,
  HeadingProps,
  ListProps,
  TextProps,
} from '@hubspot/ui-extensions';
import { cx } from '../base/class-names.ts';
import { Bubble } from '../base/tooltip.tsx';

const weights: Record<string, number> = { regular: 400, demibold: 600, bold: 700 };
const lines: Record<string, string> = { none: 'none', underline: 'underline', strikethrough: 'line-through' };

const formatStyle = (format: TextProps['format']): CSSProperties => ({
  ...(format?.fontWeight === undefined ? {} : { fontWeight: weights[format.fontWeight] }),
  ...(format?.italic === true ? { fontStyle: 'italic' } : {}),
  ...(format?.lineDecoration === undefined ? {} : { textDecoration: lines[format.lineDecoration] }),
  ...(format?.textTransform === undefined || format.textTransform === 'sentenceCase'
    ? {}
    : { textTransform: format.textTransform }),
});

export const Text = (props: TextProps) => {
  const { variant = 'bodytext', inline = false, format, truncate = false, children, testId } = props;
  const className = cx(
    'hs-text',
    variant === 'microcopy' && 'hs-text--microcopy',
    format?.textTransform === 'sentenceCase' && 'hs-text--sentence',
  );
  const content = truncate === false ? children : <Truncated options={truncate}>{children}</Truncated>;
  const shared = { className, style: formatStyle(format), 'data-testid': testId };
  // A paragraph may not hold what an extension may nest, so a block of text is a div.
  return inline ? <span {...shared}>{content}</span> : <div {...shared}>{content}</div>;
};

/** One line; the whole text in a bubble when it does not fit. */
const Truncated = (props: { options: NonNullable<TextProps['truncate']>; children: ReactNode }) => {
  const settings = typeof props.options === 'object' ? props.options : {};
  const element = useRef<HTMLSpanElement>(null);
  const [shown, setShown] = useState(false);
  const [text, setText] = useState('');
  const id = useId();
  const enter = () => {
    const node = element.current;
    if (node === null || (settings.tooltipText === undefined && node.scrollWidth <= node.clientWidth)) return;
    setText(settings.tooltipText ?? node.textContent);
    setShown(true);
  };
  return (
    <>
      <span
        ref={element}
        className="hs-truncate"
        style={settings.maxWidth === undefined ? {} : { maxWidth: settings.maxWidth }}
        onMouseEnter={enter}
        onMouseLeave={() => {
          setShown(false);
        }}
      >
        {props.children}
      </span>
      <Bubble id={id} shown={shown} anchor={element} placement="top">
        {text}
      </Bubble>
    </>
  );
};

export const Heading = ({ children, inline = false, testId }: HeadingProps) =>
  inline ? (
    <span className="hs-heading hs-heading--inline" data-testid={testId}>
      {children}
    </span>
  ) : (
    <h2 className="hs-heading" data-testid={testId}>
      {children}
    </h2>
  );

export const List = ({ children, variant = 'unordered', testId }: ListProps) => {
  const items = Children.toArray(children).map((child, index) => <li key={index}>{child}</li>);
  const shared = { className: cx('hs-list', `hs-list--${variant}`), 'data-testid': testId };
  return variant.startsWith('ordered') ? <ol {...shared}>{items}</ol> : <ul {...shared}>{items}</ul>;
};

export const DescriptionList = ({ children, direction = 'column', testId }: DescriptionListProps) => (
  <dl className={`hs-description-list hs-description-list--${direction}`} data-testid={testId}>
    {children}
  </dl>
);

export const DescriptionListItem = ({ children, label, testId }: DescriptionListItemProps) => (
  <div className="hs-description-list__item" data-testid={testId}>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </div>
);
