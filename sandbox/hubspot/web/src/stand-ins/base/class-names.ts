type Part = string | false | null | undefined;

/** `cx('hs-button', small && 'hs-button--small')` */
export const cx = (...parts: Part[]): string => parts.filter((part) => part).join(' ');

const short: Record<string, string> = {
  'extra-small': 'xs',
  small: 'sm',
  medium: 'md',
  large: 'lg',
  'extra-large': 'xl',
  default: 'md',
};

/** HubSpot takes both `sm` and `small`; the style sheet knows the short names. */
export const size = (given: string | undefined, fallback: string): string =>
  given === undefined ? fallback : (short[given] ?? given);
