import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import fontkit from '@pdf-lib/fontkit';
import { StandardFonts } from 'pdf-lib';
import type { PDFDocument, PDFFont } from 'pdf-lib';

export interface Fonts {
  regular: PDFFont;
  bold: PDFFont;
  /** The text as the fonts can show it: what they lack becomes its code point, so that nothing vanishes unseen. */
  printable(text: string): string;
}

const require = createRequire(import.meta.url);
const fontFile = (name: string): Promise<Buffer> =>
  readFile(require.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`));
let loaded: Promise<[Buffer, Buffer]> | undefined;

/** Latin-1 papers use the built-in Helvetica; others embed DejaVu, which covers Latin, Greek, Cyrillic and more. */
export async function fontsFor(document: PDFDocument, text: string): Promise<Fonts> {
  if (isLatin1(text)) {
    const [regular, bold] = await Promise.all([
      document.embedFont(StandardFonts.Helvetica),
      document.embedFont(StandardFonts.HelveticaBold),
    ]);
    return { regular, bold, printable: withoutControls };
  }
  document.registerFontkit(fontkit);
  loaded ??= Promise.all([fontFile('DejaVuSans'), fontFile('DejaVuSans-Bold')]);
  const [plain, heavy] = await loaded;
  const [regular, bold] = await Promise.all([
    document.embedFont(plain, { subset: true }),
    document.embedFont(heavy, { subset: true }),
  ]);
  const known = new Set(bold.getCharacterSet());
  return {
    regular,
    bold,
    printable: (one) => [...withoutControls(one)].map((char) => show(char, known)).join(''),
  };
}

const show = (char: string, known: Set<number>): string => {
  const code = char.codePointAt(0) ?? 0;
  return known.has(code) ? char : `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`;
};

// Tabs, carriage returns and the like have no glyph; line breaks are dealt with before.
const withoutControls = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cs}\u2028\u2029]/gu, ' ');

const isLatin1 = (text: string): boolean =>
  /^[\n\r\t\u0020-\u007e\u00a0-\u00ac\u00ae-\u00ff\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026\u20ac]*$/u.test(
    text,
  );
