import { Button, LoadingButton } from '@hubspot/ui-extensions';
import { words } from '../card/kit.tsx';

type Screen = {
  findAll: (component: never) => unknown[];
  text: () => string;
};

/** Presses the nth button of that name, of whichever kind; a disabled one does nothing, as for a person. */
export const press = (screen: object, label: string, nth = 0): void => {
  const { findAll, text } = screen as Screen;
  const all = [...findAll(Button as never), ...findAll(LoadingButton as never)] as unknown as {
    childNodes: never[];
    props: { disabled?: boolean };
    trigger: (event: 'onClick') => void;
  }[];
  const button = all.filter((each) => words(each) === label)[nth];
  if (button === undefined) throw new Error(`There is no button “${label}” in: ${text()}`);
  if (button.props.disabled !== true) button.trigger('onClick');
};
