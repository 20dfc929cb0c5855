import { degrees, rgb } from 'pdf-lib';
import type { PDFDocument, PDFFont, PDFPage } from 'pdf-lib';
import type { Fonts } from './fonts.ts';

const width = 595;
const height = 842;
export const margin = 56;
export const bodyWidth = width - 2 * margin;
const ink = rgb(0.13, 0.12, 0.2);
const faint = rgb(0.45, 0.44, 0.52);
const accent = rgb(0.33, 0.2, 0.68);
const rule = rgb(0.85, 0.84, 0.9);

/** A pen that moves down the page and takes a new one when it must. */
export class Sheet {
  private page: PDFPage;
  private y = height - margin;
  readonly fonts: Fonts;
  private readonly document: PDFDocument;

  constructor(document: PDFDocument, fonts: Fonts) {
    this.document = document;
    this.fonts = fonts;
    this.page = document.addPage([width, height]);
  }

  /** Makes sure so many points are left on this page. */
  need(points: number): void {
    if (this.y - points >= margin) return;
    this.page = this.document.addPage([width, height]);
    this.y = height - margin;
  }

  skip(points: number): void {
    this.y -= points;
  }

  text(
    text: string,
    at: {
      x?: number;
      width?: number;
      size?: number;
      bold?: boolean;
      color?: 'ink' | 'faint' | 'accent';
    } = {},
  ): void {
    const { x = margin, size = 10, bold = false, color = 'ink' } = at;
    const font = bold ? this.fonts.bold : this.fonts.regular;
    const colors = { ink, faint, accent };
    for (const line of this.wrap(text, at.width ?? bodyWidth, { font, size })) {
      this.need(size * 1.5);
      this.y -= size * 1.45;
      this.page.drawText(line, { x, y: this.y, size, font, color: colors[color] });
    }
  }

  /** Cells side by side, each wrapped in its own width; the row moves to the next page as a whole. */
  row(
    cells: { text: string; x: number; width: number }[],
    style: { size?: number; bold?: boolean; boldFirst?: boolean } = {},
  ): void {
    const { size = 9, bold = false, boldFirst = false } = style;
    const fontOf = (index: number): PDFFont =>
      bold || (boldFirst && index === 0) ? this.fonts.bold : this.fonts.regular;
    const wrapped = cells.map((cell, index) =>
      this.wrap(cell.text, cell.width - 6, { font: fontOf(index), size }),
    );
    const lines = Math.max(1, ...wrapped.map((one) => one.length));
    // A cell longer than a page is cut into pieces, row by row.
    const perPage = Math.floor((height - 2 * margin - 12) / (size * 1.45));
    for (let from = 0; from < lines; from += perPage) {
      const count = Math.min(perPage, lines - from);
      this.need(count * size * 1.45 + 6);
      wrapped.forEach((one, index) => {
        one.slice(from, from + count).forEach((line, number) => {
          const y = this.y - size * 1.45 * (number + 1);
          this.page.drawText(line, {
            x: cells[index]?.x ?? margin,
            y,
            size,
            font: fontOf(index),
            color: ink,
          });
        });
      });
      this.y -= count * size * 1.45 + 4;
    }
  }

  line(): void {
    this.need(8);
    this.y -= 4;
    this.page.drawLine({
      start: { x: margin, y: this.y },
      end: { x: width - margin, y: this.y },
      thickness: 0.6,
      color: rule,
    });
    this.y -= 2;
  }

  /** Page numbers, and the watermark on every page of a paper that is not final. */
  finish(footer: string, watermark: string | undefined): void {
    const pages = this.document.getPages();
    pages.forEach((page, index) => {
      const text = `${this.fonts.printable(footer)} - page ${index + 1} of ${pages.length}`;
      page.drawText(text, { x: margin, y: 30, size: 8, font: this.fonts.regular, color: faint });
      if (watermark !== undefined) {
        page.drawText(watermark, {
          x: 120,
          y: 260,
          size: 120,
          font: this.fonts.bold,
          color: rule,
          rotate: degrees(45),
          opacity: 0.5,
        });
      }
    });
  }

  private wrap(text: string, limit: number, style: { font: PDFFont; size: number }): string[] {
    return text.split('\n').flatMap((paragraph) => wrapLine(this.fonts.printable(paragraph), limit, style));
  }
}

function wrapLine(text: string, limit: number, { font, size }: { font: PDFFont; size: number }): string[] {
  const fits = (one: string): boolean => font.widthOfTextAtSize(one, size) <= limit;
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (fits(longer)) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = '';
    // A word wider than the column is broken where it must be.
    for (const char of word) {
      if (line !== '' && !fits(line + char)) {
        lines.push(line);
        line = '';
      }
      line += char;
    }
  }
  lines.push(line);
  return lines;
}
