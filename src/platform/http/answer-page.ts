import type { Response } from 'express';

type Page = { title: string; text: string; link?: { url: string; label: string } };

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** A page for a person who came here with a browser: what happened, and where to go on. */
export function answerPage(response: Response, status: number, { title, text, link }: Page): void {
  const way =
    link === undefined
      ? ''
      : `<p><a style="display:inline-block;padding:.6rem 1.2rem;border-radius:3px;background:#33475b;color:#fff;text-decoration:none" href="${escape(link.url)}">${escape(link.label)}</a></p>`;
  response
    .status(status)
    .type('html')
    .send(
      `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(title)}</title><body style="font:16px/1.5 system-ui;max-width:34rem;margin:4rem auto;padding:0 1rem;color:#33475b"><h1 style="font-size:1.4rem">${escape(title)}</h1><p>${escape(text)}</p>${way}</body></html>`,
    );
}
