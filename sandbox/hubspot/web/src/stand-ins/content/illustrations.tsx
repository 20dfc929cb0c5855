import type { ReactNode } from 'react';

/** A handful of drawings in HubSpot's colors; each stands for a family of its illustrations. */
const page = (
  <>
    <rect x="46" y="18" width="78" height="100" rx="4" fill="#fff" stroke="#516f90" strokeWidth="3" />
    <path d="M60 40h50M60 54h50M60 68h32" stroke="#cbd6e2" strokeWidth="5" strokeLinecap="round" />
  </>
);
const drawings: Record<string, ReactNode> = {
  document: page,
  signature: (
    <>
      {page}
      <path
        d="M60 100c10 0 14-22 20-22s-4 20 2 20 6-8 12-8 2 8 14 8"
        stroke="#ff7a59"
        strokeWidth="4"
        fill="none"
        strokeLinecap="round"
      />
    </>
  ),
  people: (
    <>
      <circle cx="62" cy="52" r="18" fill="#7fd1de" />
      <path d="M30 112c0-22 14-34 32-34s32 12 32 34Z" fill="#7fd1de" />
      <circle cx="106" cy="60" r="15" fill="#ffbcac" />
      <path d="M80 112c0-18 11-28 26-28s26 10 26 28Z" fill="#ffbcac" />
    </>
  ),
  lock: (
    <>
      <path d="M62 66V50a23 23 0 0 1 46 0v16" fill="none" stroke="#516f90" strokeWidth="7" />
      <rect x="50" y="64" width="70" height="54" rx="6" fill="#f5c26b" />
      <circle cx="85" cy="88" r="7" fill="#33475b" />
      <path d="M85 90v14" stroke="#33475b" strokeWidth="5" strokeLinecap="round" />
    </>
  ),
  chart: (
    <>
      <path d="M34 20v94h104" stroke="#516f90" strokeWidth="4" fill="none" strokeLinecap="round" />
      <rect x="50" y="74" width="18" height="38" fill="#7fd1de" />
      <rect x="78" y="50" width="18" height="62" fill="#ffbcac" />
      <rect x="106" y="34" width="18" height="78" fill="#00a4bd" />
    </>
  ),
  parts: (
    <>
      <rect x="30" y="44" width="44" height="44" rx="6" fill="#7fd1de" />
      <rect x="96" y="44" width="44" height="44" rx="6" fill="#ffbcac" />
      <path d="M74 66h22" stroke="#516f90" strokeWidth="6" strokeDasharray="6 5" />
      <circle cx="52" cy="66" r="9" fill="#fff" />
      <circle cx="118" cy="66" r="9" fill="#fff" />
    </>
  ),
  error: (
    <>
      <path
        d="M85 20l58 96H27L85 20Z"
        fill="#fae0b5"
        stroke="#f5a623"
        strokeWidth="4"
        strokeLinejoin="round"
      />
      <path d="M85 56v28" stroke="#33475b" strokeWidth="7" strokeLinecap="round" />
      <circle cx="85" cy="99" r="5" fill="#33475b" />
    </>
  ),
  target: (
    <>
      <circle cx="85" cy="68" r="46" fill="#e5f5f8" />
      <circle cx="85" cy="68" r="30" fill="#7fd1de" />
      <circle cx="85" cy="68" r="14" fill="#ff7a59" />
    </>
  ),
  mail: (
    <>
      <rect x="32" y="36" width="106" height="70" rx="5" fill="#fff" stroke="#516f90" strokeWidth="3" />
      <path d="M34 40l51 40 51-40" stroke="#516f90" strokeWidth="3" fill="none" />
      <circle cx="132" cy="38" r="14" fill="#00bda5" />
      <path d="M126 38l4 4 8-8" stroke="#fff" strokeWidth="3" fill="none" />
    </>
  ),
  box: (
    <>
      <path
        d="M38 56l47-22 47 22v46l-47 22-47-22V56Z"
        fill="#e5f5f8"
        stroke="#516f90"
        strokeWidth="3"
        strokeLinejoin="round"
      />
      <path d="M38 56l47 22 47-22M85 78v46" stroke="#516f90" strokeWidth="3" fill="none" />
      <path d="M60 45l48 22" stroke="#ff7a59" strokeWidth="4" />
    </>
  ),
};

const families: [RegExp, string][] = [
  [/signature/i, 'signature'],
  [/error|storeDisabled|cone|missed/i, 'error'],
  [/lock|security/i, 'lock'],
  [/contact|compan|lead|social|customer|calling|meeting/i, 'people'],
  [/chart|report|goal/i, 'chart'],
  [/api|integration|component|custom|sandbox|testing|building/i, 'parts'],
  [/target|idea|vote|announcement|beta/i, 'target'],
  [/email/i, 'mail'],
  [/task|registration|content|deal|payment|pane|sidebar|ticket/i, 'document'],
];

export const Drawing = ({ name, alt }: { name: string; alt?: string }) => (
  <svg
    className="hs-drawing"
    viewBox="0 0 170 136"
    {...(alt === undefined || alt === '' ? { 'aria-hidden': true } : { role: 'img', 'aria-label': alt })}
  >
    <ellipse cx="85" cy="126" rx="62" ry="6" fill="#eaf0f6" />
    {drawings[families.find(([pattern]) => pattern.test(name))?.[1] ?? 'box']}
  </svg>
);
