import type { HrefProp } from '@hubspot/ui-extensions';

export type Target = { url: string; newTab: boolean; icon: boolean };

const isHubSpotPage = (url: string, here: string): boolean => {
  if (url.startsWith('/') && !url.startsWith('//')) return true;
  try {
    const { hostname, origin } = new URL(url);
    return origin === here || /(^|\.)hubspot\.com$/.test(hostname);
  } catch {
    return false;
  }
};

/** HubSpot's rule: its own pages open in the same tab, all others in a new one with an icon, unless `external` says. */
export const targetOf = (href: HrefProp, here: string): Target => {
  const { url, external } = typeof href === 'string' ? { url: href, external: undefined } : href;
  // An address for mail or telephone opens no page at all.
  if (/^(mailto|tel):/i.test(url)) return { url, newTab: false, icon: false };
  const away = external ?? !isHubSpotPage(url, here);
  return { url, newTab: away, icon: away };
};

/** A card links to records as HubSpot names them (https://app.hubspot.com/contacts/…); here they are on this origin. */
export const onThisOrigin = (url: string): string => {
  const match = /^https:\/\/app(?:-[a-z0-9]+)?\.hubspot\.com(\/(?:contacts|settings)\/.*)$/.exec(url);
  return match?.[1] ?? url;
};
