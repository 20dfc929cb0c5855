const LOOKS_LIKE_ADDRESS = /^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;.]+$/;

export type Addresses = { valid: string[]; invalid: string[] };

/** Reads addresses typed with commas, semicolons, spaces or line breaks between them; repeated ones count once. */
export const readAddresses = (text: string): Addresses => {
  const parts = [...new Set(text.split(/[\s,;]+/).filter((part) => part !== ''))];
  return {
    valid: parts.filter((part) => LOOKS_LIKE_ADDRESS.test(part)),
    invalid: parts.filter((part) => !LOOKS_LIKE_ADDRESS.test(part)),
  };
};
