import { cut } from './cut.ts';

/** Of every script: its letters with their marks, and the joiners that some need between them. */
const others = /[^\p{L}\p{M}\p{N} ._()\u200c\u200d-]+/gu;
/** Marks and joiners whose letter, or emoji, is gone. */
const alone = /(?<![\p{L}\p{M}\u200c\u200d])[\p{M}\u200c\u200d]+/gu;

/** A name that people gave, as part of a file's: what file systems and headers make trouble about becomes a space. */
export function fileNamePart(name: string, most: number): string {
  const plain = name.normalize('NFC').replace(others, ' ').replace(alone, '').replace(/\s+/g, ' ').trim();
  return cut(plain, most);
}
