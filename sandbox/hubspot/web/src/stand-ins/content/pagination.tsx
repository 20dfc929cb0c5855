import { Glyph } from '../base/icons.tsx';
import { visiblePages } from './visible-pages.ts';

type Props = {
  pageCount: number;
  page: number;
  showButtonLabels: boolean;
  showFirstLastButtons: boolean;
  maxVisible: number;
  onPageChange: (page: number) => void;
};

export const Pagination = (props: Props) => {
  const { pageCount, page, showButtonLabels, showFirstLastButtons, maxVisible, onPageChange } = props;
  const go = (to: number) => () => {
    onPageChange(to);
  };
  const step = (label: string, icon: string, to: number) => (
    <button
      type="button"
      className="hs-pagination__step"
      disabled={to < 1 || to > pageCount || to === page}
      aria-label={label}
      onClick={go(to)}
    >
      {icon === 'left' ? <Glyph name="left" /> : null}
      {showButtonLabels ? <span>{label}</span> : null}
      {icon === 'right' ? <Glyph name="right" /> : null}
    </button>
  );
  return (
    <nav className="hs-pagination" aria-label="Pages">
      {showFirstLastButtons ? step('First', 'left', 1) : null}
      {step('Prev', 'left', page - 1)}
      {visiblePages(page, pageCount, maxVisible).map((number) => (
        <button
          key={number}
          type="button"
          className="hs-pagination__page"
          aria-label={`Page ${String(number)}`}
          aria-current={number === page ? 'page' : undefined}
          onClick={go(number)}
        >
          {number}
        </button>
      ))}
      {step('Next', 'right', page + 1)}
      {showFirstLastButtons ? step('Last', 'right', pageCount) : null}
    </nav>
  );
};
