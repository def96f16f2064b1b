import { createHash } from 'node:crypto';
import type { Page } from '../telemetry/index.ts';
import { PAGE, SCRIPT, STYLE } from './page.ts';
import type { StatusDocument } from './status-document.ts';

/** The page and its data. Read-only: there is nothing to send to it. */
export function statusPages(document: () => StatusDocument): readonly Page[] {
  // Nothing but what is in the page runs there: names and messages come from tenants.
  const policy = [
    "default-src 'none'",
    `script-src '${digest(SCRIPT)}'`,
    `style-src '${digest(STYLE)}'`,
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
  const headers = {
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  };
  return [
    { path: '/', contentType: 'text/html; charset=utf-8', headers, render: () => PAGE },
    {
      path: '/status.json',
      contentType: 'application/json; charset=utf-8',
      headers,
      render: () => JSON.stringify(document()),
    },
  ];
}

function digest(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
