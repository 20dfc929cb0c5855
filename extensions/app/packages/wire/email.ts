import { z } from 'zod';
import { trimmed, withoutUnseen } from './text-form.ts';

/** An email address as HubSpot knows its users by: also with letters beyond ASCII, which zod's own pattern refuses. */
export const emailAddress = z.email({ pattern: z.regexes.unicodeEmail }).max(320);

/** Without the spaces around it, and the zero-width spaces and soft hyphens in it, that come along when it is copied from a page. */
export const cleanEmail = (text: string): string => trimmed(withoutUnseen(text));

const local = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const label = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?$/u;

/** Whether mail could go there (RFC 5321, and RFC 6531 for letters beyond ASCII); quoted names and bare hosts count as mistakes. */
export function isEmail(text: string): boolean {
  const at = text.lastIndexOf('@');
  const [name, host] = [text.slice(0, at), text.slice(at + 1)];
  if (at < 1 || name.length > 64 || host.length > 253 || withoutUnseen(text) !== text) return false;
  const labels = host.split('.');
  const top = labels.at(-1) ?? '';
  return (
    local.test(name) &&
    labels.length > 1 &&
    labels.every((each) => label.test(each)) &&
    top.length > 1 &&
    !/^\p{N}+$/u.test(top)
  );
}

/** An address that somebody typed or pasted. */
export const typedEmail = z
  .string()
  .max(400)
  .overwrite(cleanEmail)
  .refine(isEmail, 'Enter an email address, such as ana@example.com');
