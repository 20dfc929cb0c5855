import { useEffect, useRef, useState } from 'react';
import type { LoadingButtonProps } from '@hubspot/ui-extensions';
import { ButtonFace } from './button.tsx';
import { Glyph } from '../base/icons.tsx';
import { Spinner } from '../base/loading-spinner.tsx';

const RESULT_MS = 1_500;

/** While `loading`, a spinner stands before the text and clicks do nothing; afterwards a check mark shows for a moment. */
export const LoadingButton = (props: LoadingButtonProps) => {
  const {
    children,
    loading = false,
    resultIconName = 'success',
    overlayOptions: _overlayOptions,
    ...rest
  } = props;
  const [done, setDone] = useState(false);
  const before = useRef(loading);
  useEffect(() => {
    const finished = before.current && !loading;
    before.current = loading;
    if (!finished) return;
    setDone(true);
    const timer = setTimeout(() => {
      setDone(false);
    }, RESULT_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [loading]);
  return (
    <ButtonFace {...rest} variant={props.variant ?? 'secondary'} busy={loading}>
      {loading ? <Spinner size="xs" /> : null}
      {done && !loading ? <Glyph name={resultIconName} /> : null}
      <span>{children}</span>
    </ButtonFace>
  );
};
