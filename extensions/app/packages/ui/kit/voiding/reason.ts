const REASON_MINIMUM = 3;
const REASON_MAXIMUM = 2000;

/** What is wrong with a reason, or null. The service has the same limits. */
export const reasonFault = (text: string): string | null => {
  const length = text.trim().length;
  if (length < REASON_MINIMUM) return 'Enter a reason (at least a few words).';
  return length > REASON_MAXIMUM ? `Keep it under ${String(REASON_MAXIMUM)} characters.` : null;
};
