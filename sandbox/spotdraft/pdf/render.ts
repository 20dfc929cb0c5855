import { PDFDocument } from 'pdf-lib';
import type { Block } from './blocks.ts';
import { fontsFor } from './fonts.ts';
import { bodyWidth, margin, Sheet } from './sheet.ts';

const labelWidth = 170;

/** Draws a paper as a PDF; the same blocks always give the same bytes. */
export async function renderPdf(
  blocks: Block[],
  options: { footer: string; watermark?: string; date: Date },
): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  document.setCreationDate(options.date);
  document.setModificationDate(options.date);
  document.setProducer('SpotDraft sandbox');
  const title = blocks.find((one) => one.kind === 'title');
  if (title) document.setTitle(title.text);
  const sheet = new Sheet(
    document,
    await fontsFor(document, JSON.stringify(blocks, undefined, 1) + options.footer),
  );
  for (const block of blocks) draw(sheet, block);
  sheet.finish(options.footer, options.watermark);
  return document.save();
}

function draw(sheet: Sheet, block: Block): void {
  switch (block.kind) {
    case 'title':
      sheet.text(block.text, { size: 20, bold: true, color: 'accent' });
      sheet.skip(4);
      return;
    case 'heading':
      sheet.need(60);
      sheet.skip(14);
      sheet.text(block.text, { size: 12, bold: true, color: 'accent' });
      sheet.line();
      return;
    case 'line':
      sheet.text(block.text, { size: 9, color: 'faint' });
      return;
    case 'field':
      sheet.row(
        [
          { text: block.label, x: margin, width: labelWidth },
          { text: block.text, x: margin + labelWidth, width: bodyWidth - labelWidth },
        ],
        { size: 10, boldFirst: true },
      );
      return;
    case 'table':
      drawTable(sheet, block.columns, block.rows);
      return;
    case 'signature':
      sheet.need(70);
      sheet.skip(10);
      sheet.text(block.party, { size: 9, color: 'faint' });
      sheet.text(block.title === '' ? block.name : `${block.name}, ${block.title}`, { bold: true });
      sheet.text(block.signed, { size: 9 });
      sheet.line();
  }
}

function drawTable(sheet: Sheet, columns: string[], rows: string[][]): void {
  const used = columns
    .map((name, index) => ({ name, index }))
    .filter(({ index }) => rows.some((row) => row[index]));
  const shown = used.length > 0 ? used : columns.map((name, index) => ({ name, index }));
  // Columns get room by what they hold, within limits, so that a long description does not squeeze the numbers out.
  const weights = shown.map(({ name, index }) =>
    Math.min(28, Math.max(8, name.length, ...rows.map((row) => row[index]?.length ?? 0))),
  );
  const total = weights.reduce((sum, one) => sum + one, 0);
  let x = margin;
  const places = weights.map((weight) => {
    const place = { x, width: (bodyWidth * weight) / total };
    x += place.width;
    return place;
  });
  const cells = (texts: string[]) => places.map((place, index) => ({ ...place, text: texts[index] ?? '' }));
  sheet.row(cells(shown.map(({ name }) => name)), { bold: true, size: 8 });
  sheet.line();
  for (const row of rows) sheet.row(cells(shown.map(({ index }) => row[index] ?? '')), { size: 8 });
  sheet.line();
}
