/** A sentence about a field, named once: some sentences of the service begin with the field's name already. */
export const labeled = (label: string, message: string): string =>
  message.startsWith(label) ? message : `${label}: ${message}`;
