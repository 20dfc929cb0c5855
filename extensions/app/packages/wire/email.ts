import { z } from 'zod';

/** An e-mail address as people have them: also with letters beyond ASCII, which zod's own pattern refuses. */
export const emailAddress = z.email({ pattern: z.regexes.unicodeEmail }).max(320);
