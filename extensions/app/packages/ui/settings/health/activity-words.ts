/** "Contract sent to counterparty" for CONTRACT_SENT_TO_COUNTERPARTY, "Object property change" for object.propertyChange. */
export const activityWords = (activity: string | null): string => {
  if (activity === null) return 'Unknown';
  const words = activity
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[._]+/g, ' ')
    .trim()
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};
