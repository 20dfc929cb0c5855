/** The words of a note, whose body is HTML of anybody's making: shown as text, never as markup. */
export const plainText = (html: string): string => {
  const broken = html.replace(/<(br|\/p|\/div|\/li)\s*\/?>/gi, '$&\n');
  const parsed = new DOMParser().parseFromString(broken, 'text/html');
  return parsed.body.textContent.replace(/\n{3,}/g, '\n\n').trim();
};
