/** Outlines on a 24 px grid, drawn with a 2 px line: those that DealDraft and these pages draw. */
const paths = {
  add: 'M12 5v14M5 12h14',
  bulb: 'M9 18h6M10 21h4M8 14a6 6 0 1 1 8 0c-1 1-1 2-1 4H9c0-2 0-3-1-4Z',
  calendar: 'M4 6h16v14H4zM4 10h16M8 3v5M16 3v5',
  chart: 'M4 20V4M4 20h16M8 16v-4M13 16V8M18 16v-6',
  check: 'M5 13l4 4L19 7',
  checkCircle: 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18ZM8 12l3 3 5-6',
  circle: 'M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16Z',
  cross: 'M6 6l12 12M18 6L6 18',
  down: 'M6 9l6 6 6-6',
  edit: 'M4 20l1-5L16 4l4 4L9 19l-5 1ZM14 6l4 4',
  external: 'M14 4h6v6M20 4l-9 9M18 14v6H4V6h6',
  info: 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18ZM12 11v6M12 7.5h.01',
  left: 'M15 6l-6 6 6 6',
  list: 'M8 6h12M8 12h12M8 18h12M4 6h.01M4 12h.01M4 18h.01',
  nodes:
    'M6 9a3 3 0 1 1 0 6 3 3 0 0 1 0-6ZM18 3a3 3 0 1 1 0 6 3 3 0 0 1 0-6ZM18 15a3 3 0 1 1 0 6 3 3 0 0 1 0-6ZM9 11l6-4M9 13l6 4',
  paperclip: 'M20 11l-8 8a5 5 0 0 1-7-7l8-8a3.5 3.5 0 0 1 5 5l-8 8a2 2 0 0 1-3-3l7-7',
  right: 'M9 6l6 6-6 6',
  search: 'M11 4a7 7 0 1 1 0 14 7 7 0 0 1 0-14ZM16 16l5 5',
  warning: 'M12 3l10 18H2L12 3ZM12 10v5M12 18h.01',
} as const;

/** HubSpot's names for outlines that have another one here. */
const hubspotNames: Record<string, keyof typeof paths> = { success: 'check', circleHollow: 'circle' };

/** The outline for an icon name; null for one that nobody has drawn yet. */
export const pathFor = (name: string): string | null => {
  const known = hubspotNames[name] ?? name;
  return known in paths ? paths[known as keyof typeof paths] : null;
};
