/**
 * A mail to one person. `text` is plain paragraphs separated by empty lines; a paragraph that is one
 * web address becomes a link in the HTML form.
 */
export type Mail = { to: string; subject: string; text: string };

/** Makes text safe between HTML tags and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
}

const lineForm = /^https?:\/\/[^\s<>"']+$/;

const bodyStyle = 'margin:0;padding:24px;background:#f5f5f4;font:16px/1.5 system-ui,-apple-system,Segoe UI,Roboto,sans-serif;color:#1c1917';
const cardStyle = 'max-width:520px;margin:0 auto;background:#fff;border:1px solid #e7e5e4;border-radius:12px;padding:28px';
const linkStyle = 'color:#0f766e;word-break:break-all';

/**
 * The HTML form of a mail's text: no picture, no tracking, nothing loaded from anywhere, and links shown as what they
 * are. Everything in the text is escaped.
 */
export function renderHtml(mail: Pick<Mail, 'subject' | 'text'>): string {
  const paragraphs = mail.text
    .split(/\n{2,}/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '')
    .map(renderParagraph);
  return [
    '<!doctype html>',
    `<html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(mail.subject)}</title></head>`,
    `<body style="${bodyStyle}"><div style="${cardStyle}">`,
    ...paragraphs,
    '</div></body></html>',
  ].join('\n');
}

function renderParagraph(paragraph: string): string {
  const safe = escapeHtml(paragraph);
  if (lineForm.test(paragraph)) return `<p style="margin:0 0 16px"><a href="${safe}" style="${linkStyle}">${safe}</a></p>`;
  return `<p style="margin:0 0 16px">${safe.replaceAll('\n', '<br>')}</p>`;
}

const addressForm = /^[^\s<>",;:()[\]\\@]+@[^\s<>"',;:()[\]\\@]+$/;

/** Whether this is one bare address, with no way to name a second one or to add a header line. */
export function isMailAddress(text: string): boolean {
  return text.length <= 320 && addressForm.test(text);
}
